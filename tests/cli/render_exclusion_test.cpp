#include <string>

#include "cli/render_governance.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row of_bo(std::string_view kind, std::string_view state) {
  Row row{kind};
  row.set("id", Value{Bytes(32, 0x7f)})
      .set("org", "plumbers")
      .set("person", "bo")
      .set("state", state);
  return row;
}

}  // namespace

TEST_CASE("a freeze says who is out, by whom, and what would lift it") {
  Row row = of_bo("freeze", "STANDS");
  row.set("by", "ana").set("reason", "the laptop was stolen");
  const std::string text = render({row}, Look{});
  CHECK(text.find("FROZEN  bo of plumbers, by ana") != std::string::npos);
  CHECK(text.find("the laptop was stolen") != std::string::npos);
  CHECK(text.find("tocsin thaw 7f7f7f7f") != std::string::npos);
  CHECK(render({of_bo("freeze", "LIFTED")}, Look{}).find("lifted") != std::string::npos);
}

TEST_CASE("a thaw says how many have signed, and whether it counts") {
  Row row = of_bo("thaw", "DRAFT");
  row.set("have", 1).set("need", 2);
  CHECK(render({row}, Look{}).find("1 of 2 have signed") != std::string::npos);
  CHECK(render({row}, Look{}).find("tocsin review 7f7f7f7f") != std::string::npos);
  row.set("have", 2).set("state", "COMPLETE");
  CHECK(render({row}, Look{}).find("It counts.") != std::string::npos);
}

TEST_CASE("evidence, a removal and a dropped relay each read in a line or two") {
  Row evidence = of_bo("evidence", "STANDS");
  evidence.set("device", Value{Bytes(32, 0xab)})
      .set("types", Value{std::vector<std::string>{"signoff", "signoff"}});
  CHECK(render({evidence}, Look{}).find("device abababab of bo of plumbers") != std::string::npos);
  CHECK(render({evidence}, Look{}).find("until the organization's manifest replaces it") !=
        std::string::npos);
  evidence.set("file", "bo.evidence");
  CHECK(render({evidence}, Look{}).find("bo.evidence") != std::string::npos);
  Row removed{"removed"};
  removed.set("person", "dana").set("device", Value{Bytes(32, 0xcd)});
  CHECK(render({removed}, Look{}) == "dana is off the roll; device cdcdcdcd never comes back.\n");
  Row dropped{"relay_dropped"};
  dropped.set("label", "north").set("link_key", Value{Bytes(32, 0xef)});
  CHECK(render({dropped}, Look{}) ==
        "Relay north (efefefef) is dropped: the next mesh list leaves it out.\n");
}

}  // namespace tocsin::cli
