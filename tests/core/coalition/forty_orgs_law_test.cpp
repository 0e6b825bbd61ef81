// A large coalition: forty orgs, eighty laptops of delegates. tests/bench/decide_bench.cpp prints how
// long it takes.
#include "core/coalition/verify.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("propose to certificate p95: forty orgs come from a proposal to one certificate", "[R26]") {
  CoalitionNet net{NetOptions{.orgs = 40}};
  CoalitionStory story{net};
  story.certify();
  const Bytes certificate = story.certificate("choir");
  for (const auto& device : net.devices()) {
    CAPTURE(device->slug, device->person);
    const auto rows =
        net.act(*device, "status", Row{}.set("subject", story.call.hex()), Level::read);
    REQUIRE(rows.has_value());
    CHECK(row_of(*rows, "call").text("state").value() == "CALLED");
  }
  for (const std::string_view slug : {"drivers", "plumbers", "union-39"})
    CHECK(story.certificate(slug) == certificate);
  const coalition::Verification found = coalition::examine(certificate, net.anchor());
  CHECK(found.verdict.is_valid());
  CHECK(found.verified.orgs_of == 40);
  CHECK(found.verified.orgs == 21);  // more than a half, and no more than are needed
  // What a phone line carries in a minute: the estimate is a fifth of a megabyte.
  CHECK(certificate.size() < 256 * 1024);
}

}  // namespace tocsin::tests
