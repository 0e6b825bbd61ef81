#include "core/model/device.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a device's id is of both of its keys") {
  DeviceKeys keys{{1}, {2}};
  const DeviceId id = device_id(keys);
  keys.ltk[0] = 3;
  CHECK(device_id(keys) != id);
  keys = DeviceKeys{{2}, {1}};
  CHECK(device_id(keys) != id);
}

}  // namespace tocsin
