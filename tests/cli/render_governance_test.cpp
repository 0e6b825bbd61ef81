#include "cli/render_governance.h"

#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a charter reads from its name to its actions") {
  Row charter{"charter"};
  charter.set("name", "North River Coalition")
      .set("version", 1)
      .set("state", "IN_FORCE")
      .set("assumed_faulty", 1);
  charter.set("regions", Value{std::vector<std::string>{"metro", "valley"}});
  Row org{"org"};
  org.set("slug", "plumbers")
      .set("org_kind", "union")
      .set("standing", "full")
      .set("claims", Value{std::vector<std::string>{"public/metro"}})
      .set("checklists", Value{std::vector<std::string>{"notice", "safety"}});
  Row action{"action"};
  action.set("name", "stoppage")
      .set("stops_work", true)
      .set("mandate", "all of:\n  2/3 of all full organizations approve\n");
  Row block{"charter_rule"};
  block.set("rule", "block").set("lead", "To block needs").set("text", "any of:\n  1/3 object\n");
  Row hold{"param"};
  hold.set("name", "start.hold").set("text", "3 d").set("says", "the wait after a mandate");
  Row sponsors{"param"};
  sponsors.set("name", "org.sponsors").set("text", "2").set("says", "who speak for a newcomer");
  const std::string text = render({charter, org, action, block, hold, sponsors}, Look{});
  CHECK(text == golden("charter", text));
}

TEST_CASE("a manifest lists its delegates and their devices") {
  Row manifest{"manifest"};
  manifest.set("slug", "plumbers").set("name", "Plumbers Local 9").set("version", 2).set("k", 2);
  Row ana{"delegate"};
  ana.set("handle", "ana")
      .set("devices", Value{std::vector<std::string>{std::string(64, 'a'), std::string(64, 'b')}});
  CHECK(render({manifest, ana}, Look{}) ==
        "plumbers (Plumbers Local 9)  manifest version 2\nSigns by  2 delegates\nDELEGATE  "
        "DEVICES\nana       aaaaaaaa bbbbbbbb\n");
}

TEST_CASE("lint tells rule, weight and what is wrong") {
  Row lint{"lint"};
  lint.set("rule", "L4").set("level", "error").set("text", "one organization alone could abort");
  CHECK(render({lint, Row{"summary"}.set("errors", 1).set("notes", 0)}, Look{}) ==
        "error, rule L4  one organization alone could abort\n1 errors, 0 notes.\n");
}

TEST_CASE("a statement says what, by whom, then its own fields") {
  Row statement{"statement"};
  statement.set("type", "call")
      .set("id", Value{Bytes(32, 0xc4)})
      .set("by", "ana")
      .set("org", "plumbers")
      .set("seq", 12);
  CHECK(render({statement}, Look{}) == "call c4c4c4c4  by ana of plumbers\nseq       12\n");
}

}  // namespace tocsin::cli
