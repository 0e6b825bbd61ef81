#include "cli/command_table_acts.h"

#include <algorithm>
#include <string_view>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("what signs, starts or stops is a live act, what reads is not") {
  for (const Verb& verb : act_verbs()) {
    INFO(verb.words);
    constexpr std::string_view live[] = {"confirm",
                                         "withdraw",
                                         "join",
                                         "hold",
                                         "abort",
                                         "pause",
                                         "resume",
                                         "end",
                                         "update",
                                         "roster share",
                                         "roster export"};
    const bool is_live = std::ranges::find(live, verb.words) != std::end(live);
    CHECK((verb.act == Act::live) == is_live);
  }
}

TEST_CASE("verification needs no daemon") {
  const auto verbs = act_verbs();
  CHECK(std::ranges::find(verbs, "verify", &Verb::words)->act == Act::offline);
}

TEST_CASE("no verb takes a reason, words or a message as an argument", "[V-22]") {
  for (const Verb& verb : act_verbs()) {
    for (const Parameter& parameter : verb.parameters) {
      if (parameter.name == "--reason") CHECK(parameter.takes == Takes::flag);
      constexpr std::string_view typed[] = {
          "words", "spoken", "reason", "passphrase", "unlock_key"};
      CHECK(std::ranges::find(typed, parameter.field) == std::end(typed));
    }
  }
}

}  // namespace tocsin::cli
