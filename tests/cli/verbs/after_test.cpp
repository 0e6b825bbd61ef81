#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a drill is drafted for an action, or as the call of one that has its mandate") {
  Stage stage;
  stage.answer("drill run", {Row{"draft"}.set("type", "proposal").set("mode", "exercise")});
  REQUIRE(stage.run({"drill", "run", "--action", "stoppage"}));
  CHECK(stage.daemon.last("drill run")->arguments.text("action").value() == "stoppage");
  CHECK(stage.said.out_.starts_with("REHEARSAL EXERCISE  "));
  REQUIRE(stage.run({"drill", "run", "7f3a"}));
  CHECK(stage.daemon.last("drill run")->arguments.text("subject").value() == "7f3a");
}

}  // namespace tocsin::cli
