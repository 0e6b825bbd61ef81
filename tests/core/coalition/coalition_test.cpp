#include "core/coalition/coalition.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE("five orgs found a coalition by file and everybody knows the same charter") {
  CoalitionNet net;
  for (const auto& device : net.devices()) {
    REQUIRE(device->machine->charter().has_value());
    CHECK(device->machine->charter_id()->array() == net.id().array());
    CHECK(device->machine->is_delegate(device->identity.keys->id));
    CHECK(device->identity.org == net.org(device->slug));
  }
}

}  // namespace tocsin::tests
