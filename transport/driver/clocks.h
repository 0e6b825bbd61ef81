// The only reader of the operating system's clocks.
#pragma once

#include "core/base/instant.h"

namespace tocsin::driver {

struct Clocks {
  Now now() const;
};

}  // namespace tocsin::driver
