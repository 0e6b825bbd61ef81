#include "cli/help.h"

#include <sstream>
#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

void check_width(const std::string& text) {
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) CHECK(line.size() <= 80);
}

}  // namespace

TEST_CASE("the help page names every verb within 80 columns") {
  const std::string page = help_page();
  check_width(page);
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    CHECK(page.find("\n  " + std::string{verb.words} + " ") != std::string::npos);
  }
}

TEST_CASE("each verb's help has its usage and every parameter") {
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    const std::string text = help_of(verb);
    check_width(text);
    CHECK(text.starts_with("tocsin " + std::string{verb.words}));
    for (const Parameter& parameter : verb.parameters)
      CHECK(text.find("\n  " + std::string{parameter.name}) != std::string::npos);
  }
}

TEST_CASE("every group of verbs is about something") {
  for (const std::string_view group : command_groups()) CHECK_FALSE(about_group(group).empty());
  CHECK(about_group("elsewhere").empty());
}

}  // namespace tocsin::cli
