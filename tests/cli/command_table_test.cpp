#include "cli/command_table.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("every verb has a group of the help page, help, and somebody who carries it out") {
  std::set<std::string_view> seen;
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    CHECK(seen.insert(verb.words).second);
    CHECK(std::ranges::count(command_groups(), verb.group) == 1);
    CHECK_FALSE(verb.help.empty());
    CHECK(verb.run != nullptr);
    CHECK(std::ranges::count(verb.words, ' ') <= 1);
  }
}

TEST_CASE("a verb's parameters have distinct names and fields, and no name of a common option") {
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    std::set<std::string_view> names;
    std::set<std::string_view> fields;
    for (const Parameter& parameter : common_options()) names.insert(parameter.name);
    for (const Parameter& parameter : verb.parameters) {
      CHECK(names.insert(parameter.name).second);
      if (!parameter.field.empty()) CHECK(fields.insert(parameter.field).second);
      CHECK((parameter.takes != Takes::choice || !parameter.choices.empty()));
    }
  }
}

TEST_CASE("only the last positional repeats or may be left out") {
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    bool is_over = false;
    for (const Parameter& parameter : verb.parameters) {
      if (parameter.name.starts_with('-')) continue;
      CHECK_FALSE(is_over);
      is_over = parameter.is_repeated || !parameter.is_required;
    }
  }
}

TEST_CASE("the nearest verb is at most two slips away") {
  CHECK(nearest_verb("stauts") == "status");
  CHECK(nearest_verb("chater show") == "charter show");
  CHECK(nearest_verb("snd org") == "send");
  CHECK(nearest_verb("xyzzyplugh").empty());
  CHECK(nearest_verb(std::string(10'000, 's')).empty());
}

TEST_CASE("usage shows what is needed and what may be left out") {
  CHECK(usage_of(*find_verb("join")) ==
        "tocsin join CALL [--approve] [--decline] [--item TEXT]... [--checklists FILE] [--reason]");
  CHECK(usage_of(*find_verb("send")) ==
        "tocsin send C... [--file FILE] [--again] [--wait stored] [--timeout SPAN]");
  CHECK(usage_of(*find_verb("completion")) == "tocsin completion bash|zsh|fish");
}

}  // namespace tocsin::cli
