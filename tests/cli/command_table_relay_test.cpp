#include "cli/command_table_relay.h"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("what an operator decides on the box needs no passphrase, and says where it is asked") {
  for (const char* words : {"relay drain", "relay quota", "relay block"}) {
    INFO(words);
    const auto verbs = relay_verbs();
    const auto verb = std::ranges::find(verbs, words, &Verb::words);
    REQUIRE(verb != verbs.end());
    CHECK(verb->act == Act::act);
    CHECK(verb->help.starts_with("on the relay:"));
    CHECK(verb->group == "relay");
  }
}

}  // namespace tocsin::cli
