// One method call from outside, as it goes through the machine. Private to core/coalition.
#pragma once

#include <vector>

#include "core/coalition/coalition.h"

namespace tocsin::coalition {

// Its time, its effects, what it tells.
struct Step {
  Now now;
  Outbox& outbox;
  Out out;
  std::vector<Row> rows;               // for the user who asked
  bool opens = false;                  // what waits may stand now
  DeviceId bearer = DeviceId::zero();  // of what is accepted; zero: a Welcome or a file
};

}  // namespace tocsin::coalition
