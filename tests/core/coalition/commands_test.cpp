#include "core/coalition/commands.h"

#include "core/coalition/coalition.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

TEST_CASE("each verb of the table is owned, and answered with something better than no such verb") {
  CoalitionNet net;
  for (const coalition::VerbRule& rule : coalition::verb_rules) {
    CAPTURE(std::string{rule.verb});
    CHECK(coalition::Coalition::owns(rule.verb));
    const auto answer = net.act(net.of("choir"), rule.verb, Row{}, Level::live);
    if (!answer) CHECK(answer.error().reason != "no such verb");
    if (!answer) CHECK_FALSE(answer.error().code.empty());
  }
  CHECK(coalition::verb_rule("amend") == nullptr);
}

TEST_CASE("a live act without the passphrase just tried is refused") {
  CoalitionNet net;
  for (const coalition::VerbRule& rule : coalition::verb_rules) {
    if (rule.level != Level::live) continue;
    CAPTURE(std::string{rule.verb});
    const auto answer = net.act(net.of("choir"), rule.verb, Row{}, Level::act);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == "E_LEVEL");
    CHECK(answer.error().exit == Exit::permission);
  }
}

}  // namespace tocsin::tests
