#include "cli/command_table_readiness.h"

#include <algorithm>
#include <string>

#include "cli/help.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("of the list nothing is written out but by a live act") {
  const auto verbs = readiness_verbs();
  std::size_t writers = 0;
  for (const Verb& verb : verbs) {
    INFO(verb.words);
    CHECK(verb.group == "readiness");
    const bool is_roster = verb.words.starts_with("roster ");
    const bool has_file =
        std::ranges::find(verb.parameters, "-o", &Parameter::name) != verb.parameters.end();
    if (!is_roster || !has_file) continue;
    CHECK(verb.act == Act::live);
    ++writers;
  }
  CHECK(writers == 1);
}

TEST_CASE("who imports a list is told which fields there are") {
  const std::string help = help_of(*find_verb("roster import"));
  for (const char* field :
       {"ref", "name", "contact", "cell", "unit", "shift", "steward", "assessment"}) {
    INFO(field);
    CHECK(help.find(field) != std::string::npos);
  }
}

}  // namespace tocsin::cli
