#include "cli/completion.h"

#include <set>
#include <string>

#include "cli/command_table.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

// Whether the scripts do what they say is tests/e2e/completion.py's to try, in the shells.
TEST_CASE("completion for each shell knows every verb and every choice") {
  for (const char* const shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell);
    for (const Verb& verb : command_table()) {
      INFO(shell << " " << verb.words);
      CHECK(script.find(std::string{verb.words.substr(verb.words.find(' ') + 1)}) !=
            std::string::npos);
      for (const Parameter& parameter : verb.parameters) {
        const std::string first{parameter.choices.substr(0, parameter.choices.find('|'))};
        CHECK(script.find(first) != std::string::npos);
      }
    }
  }
  CHECK(completion_script("bash").find("complete -o default -F _tocsin tocsin") !=
        std::string::npos);
}

// The scripts tell options from other words before they know the verb.
TEST_CASE("an option takes a value everywhere or nowhere") {
  std::set<std::string_view> flags;
  std::set<std::string_view> valued;
  const auto note = [&](const Parameter& parameter) {
    if (!parameter.name.starts_with('-')) return;
    (parameter.takes == Takes::flag ? flags : valued).insert(parameter.name);
  };
  for (const Parameter& parameter : common_options()) note(parameter);
  for (const Verb& verb : command_table())
    for (const Parameter& parameter : verb.parameters) note(parameter);
  for (const std::string_view name : valued) {
    INFO(name);
    CHECK_FALSE(flags.contains(name));
  }
}

}  // namespace tocsin::cli
