#include <algorithm>

#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

TEST_CASE("charter, manifests and any statement are shown as they were signed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  const auto charter = net.act(net.of("choir"), "charter show", Row{}, Level::read);
  REQUIRE(charter.has_value());
  CHECK(row_of(*charter, "charter").text("state").value() == "IN_FORCE");
  CHECK(row_of(*charter, "action").text("name").value() == "rally");
  CHECK(row_of(*charter, "charter_rule").text("text").value().find("object") != std::string::npos);
  CHECK(std::ranges::count(*charter, "param", &Row::kind) == 20);
  Row org;
  org.set("org", "drivers");
  const auto manifest = net.act(net.of("choir"), "manifest show", org, Level::read);
  REQUIRE(manifest.has_value());
  CHECK(row_of(*manifest, "manifest").integer("k").value() == 2);
  CHECK(manifest->size() == 3);
  org.set("org", "nobody");
  CHECK(net.act(net.of("choir"), "manifest show", org, Level::read).error().exit == Exit::usage);
  Row subject;
  subject.set("subject", story.proposal.hex().substr(0, 12));
  const auto shown = net.act(net.of("choir"), "show", subject, Level::read);
  REQUIRE(shown.has_value());
  CHECK(row_of(*shown, "statement").text("by").value() == "ana");
  CHECK(wire::decode<Statement>(row_of(*shown, "statement").bytes("bytes").value())->id() ==
        story.proposal);
  const auto words = net.act(net.of("choir"), "words", subject, Level::read);
  REQUIRE(words.has_value());
  CHECK(row_of(*words, "words").text("list").value() == "drill");
}

}  // namespace tocsin::tests
