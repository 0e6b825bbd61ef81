#include "cli/man.h"

#include <regex>
#include <set>
#include <string>

#include "cli/arguments.h"
#include "cli/command_table.h"
#include "cli/version.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

// As the page is read: dashes and escapes are those of the text again.
std::string read_page(std::string_view name) {
  std::string text = man_page(name);
  for (const auto& [from, to] : {std::pair{"\\-", "-"}, std::pair{"\\&", ""}})
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
      text.replace(at, std::string_view{from}.size(), to);
  return text;
}

std::set<std::string> found_in(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex{pattern};
  for (std::sregex_iterator at{text.begin(), text.end(), regex}, end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

}  // namespace

TEST_CASE("the page of tocsin has every verb with its usage, and every parameter's help") {
  const std::string page = read_page("tocsin");
  for (const Verb& verb : command_table()) {
    INFO(verb.words);
    CHECK(page.find(".TP\n\\fB" + usage_of(verb) + "\\fR\n") != std::string::npos);
    for (const Parameter& parameter : verb.parameters)
      CHECK(page.find(std::string{parameter.name} + ": " + std::string{parameter.help} + ".") !=
            std::string::npos);
  }
  for (const Parameter& option : common_options())
    CHECK(page.find("\\fB" + std::string{option.name}) != std::string::npos);
}

TEST_CASE("the page of tocsin has every exit status") {
  const std::string page = read_page("tocsin");
  const std::string exits = Folder::read("core/model/verdict.h");
  const std::string list = exits.substr(exits.find("enum class Exit"));
  const auto codes = found_in(list.substr(0, list.find('}')), "= ([0-9]+)");
  CHECK(codes.size() == 13);
  for (const std::string& code : codes)
    CHECK(page.find(".TP\n\\fB" + code + "\\fR\n") != std::string::npos);
}

TEST_CASE("the daemon's page has every argument and every setting that the daemon takes") {
  const std::string page = read_page("tocsind");
  const auto arguments = found_in(Folder::read("daemon/arguments.cpp"), "\"(--[a-z-]+)\"");
  CHECK(arguments.size() >= 4);
  for (const std::string& argument : arguments) {
    INFO(argument);
    CHECK(page.find("\\fB" + argument) != std::string::npos);
  }
  const auto settings = found_in(Folder::read("daemon/config.cpp"), "name == \"([a-z_]+)\"");
  CHECK(settings.size() >= 4);
  for (const std::string& setting : settings) {
    INFO(setting);
    CHECK(page.find("\\fB" + setting + "\\fR") != std::string::npos);
  }
}

TEST_CASE("the verb prints each page and no other") {
  for (const std::string name : {"tocsin", "tocsind", "tocsin-charter", "tocsin-drafts"}) {
    Stage stage;
    REQUIRE(stage.run({"man", name}));
    CHECK(stage.said.out_ == man_page(name));
    CHECK(read_page(name).find("\n" + name + " - ") != std::string::npos);
    CHECK(stage.daemon.asked.empty());
  }
  CHECK_FALSE(parse_arguments({"man", "bash"}));
}

TEST_CASE("the version is that of the build") {
  const std::string build = Folder::read("CMakeLists.txt");
  CHECK(build.find("project(tocsin VERSION " + std::string{version} + " ") != std::string::npos);
}

}  // namespace tocsin::cli
