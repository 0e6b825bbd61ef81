// Port: who carries out what a committed batch releases. The daemon implements it over sockets.
#pragma once

#include "core/base/result.h"
#include "core/seam/effects.h"

namespace tocsin::driver {

struct Performer {
  virtual ~Performer() = default;
  // May call Driver::feed, never destroys the driver.
  virtual void perform(Release release) = 0;
  virtual void pause_reading(bool paused) = 0;
  virtual void pause_reading(LinkId link, bool paused) = 0;
  // The disk said no: nothing more will be performed, and the process must end (exit 74). Never
  // destroys the driver.
  virtual void fail_stop(const Error& error) = 0;
};

}  // namespace tocsin::driver
