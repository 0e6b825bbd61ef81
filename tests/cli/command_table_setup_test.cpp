#include "cli/command_table_setup.h"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("who lets a person or a laptop in types the passphrase in the same breath") {
  const auto verbs = setup_verbs();
  for (const std::string_view words :
       {"invite", "admit", "device-link new", "device-link use", "passphrase"}) {
    INFO(words);
    CHECK(std::ranges::find(verbs, words, &Verb::words)->act == Act::live);
  }
}

TEST_CASE(
    "no invite and no device link is an argument, where others on the machine could read it") {
  for (const Verb& verb : setup_verbs()) {
    for (const Parameter& parameter : verb.parameters) {
      INFO(verb.words << " " << parameter.name);
      CHECK(parameter.field != "text");
      CHECK(parameter.field != "words");
    }
  }
}

}  // namespace tocsin::cli
