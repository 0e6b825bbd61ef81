#include "cli/arguments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/percent.h"
#include "cli/size_text.h"
#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

constexpr std::string_view profile_letters = "abcdefghijklmnopqrstuvwxyz0123456789-";

tl::unexpected<Refusal> usage(std::string reason, std::string remedy) {
  return refuse(Exit::usage, "E_USAGE", std::move(reason), std::move(remedy));
}

std::string help_of(const Verb* verb) {
  return verb == nullptr ? "tocsin --help" : fmt::format("tocsin {} --help", verb->words);
}

// The words of a line before its verb begins, and which words those are.
struct Found {
  const Verb* verb = nullptr;
  std::vector<std::string> others;  // all that is not a word of the verb
};

bool takes_value(std::string_view option) {
  return std::ranges::any_of(common_options(), [&](const Parameter& parameter) {
    return parameter.name == option && parameter.takes != Takes::flag;
  });
}

// Common options, and what they take, may stand before the verb.
std::size_t first_word(const std::vector<std::string>& typed) {
  std::size_t at = 0;
  while (at < typed.size() && typed[at].starts_with('-')) at += takes_value(typed[at]) ? 2 : 1;
  return std::min(at, typed.size());
}

// The longest verb wins, so that "invite list" is not an
// invite of "list".
Found find_words(const std::vector<std::string>& typed) {
  Found found;
  const std::size_t at = first_word(typed);
  found.others.assign(typed.begin(), typed.begin() + static_cast<std::ptrdiff_t>(at));
  std::size_t used = 0;
  std::string words;
  for (std::size_t count = 1; count <= 2 && at + count <= typed.size(); ++count) {
    words += (count == 1 ? "" : " ") + typed[at + count - 1];
    if (const Verb* const verb = find_verb(words)) {
      found.verb = verb;
      used = count;
    }
  }
  std::copy(typed.begin() + static_cast<std::ptrdiff_t>(at + used),
            typed.end(),
            std::back_inserter(found.others));
  return found;
}

std::string first_words(const std::vector<std::string>& typed) {
  std::string words;
  for (const std::string& word : typed) {
    if (word.starts_with('-')) continue;
    words += (words.empty() ? "" : " ") + word;
    if (words.find(' ') != std::string::npos) break;
  }
  return words;
}

tl::unexpected<Refusal> no_verb(const std::vector<std::string>& typed) {
  const std::string words = first_words(typed);
  const std::string_view nearest = nearest_verb(words);
  if (words.empty()) return usage("say what to do", "tocsin --help");
  if (nearest.empty()) return usage("there is no such command", "tocsin --help");
  return usage("there is no such command", fmt::format("did you mean: tocsin {}", nearest));
}

// One declared parameter and what the library found for it.
struct Slot {
  const Parameter* parameter;
  std::vector<std::string> values = {};
  CLI::Option* option = nullptr;
};

void declare(CLI::App& app, std::vector<Slot>& slots) {
  for (Slot& slot : slots) {
    const Parameter& parameter = *slot.parameter;
    const std::string name{parameter.name};
    if (parameter.takes == Takes::flag) {
      slot.option = app.add_flag(name);
      continue;
    }
    slot.option = app.add_option(name, slot.values);
    const bool is_positional = !name.starts_with('-');
    if (is_positional || !parameter.is_repeated)
      slot.option->expected(1, parameter.is_repeated ? 4096 : 1);
    if (parameter.is_required) slot.option->required();
    // One value to an option, else it would swallow the positionals behind it; and one to each
    // positional but the last.
    if (!is_positional || !parameter.is_repeated) slot.option->allow_extra_args(false);
  }
}

bool is_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_choice(std::string_view choices, std::string_view text) {
  while (!choices.empty()) {
    const auto bar = std::min(choices.find('|'), choices.size());
    if (choices.substr(0, bar) == text) return true;
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return false;
}

Reply<void> check_value(const Slot& slot, const Verb* verb) {
  const Parameter& parameter = *slot.parameter;
  for (const std::string& value : slot.values) {
    switch (parameter.takes) {
      case Takes::integer:
        if (!is_integer(value))
          return usage(fmt::format("{} is a number", parameter.name), help_of(verb));
        break;
      case Takes::percent:
        if (const auto share = parse_percent(value); !share)
          return usage(fmt::format("{}: {}", parameter.name, share.error().what.view()),
                       help_of(verb));
        break;
      case Takes::time:
        if (const auto time = parse_time(value); !time)
          return usage(fmt::format("{}: {}", parameter.name, time.error().what.view()),
                       help_of(verb));
        break;
      case Takes::span:
        if (const auto span = parse_span(value); !span)
          return usage(fmt::format("{}: {}", parameter.name, span.error().what.view()),
                       help_of(verb));
        break;
      case Takes::size:
        if (const auto size = parse_size(value); !size)
          return usage(fmt::format("{}: {}", parameter.name, size.error().what.view()),
                       help_of(verb));
        break;
      case Takes::choice:
        if (!is_choice(parameter.choices, value))
          return usage(fmt::format("{} is one of {}", parameter.name, parameter.choices),
                       help_of(verb));
        break;
      case Takes::hex:
        if (value.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos ||
            value.size() < 4)
          return usage(fmt::format("{} is 4 or more digits of 0-9 and a-f", parameter.name),
                       help_of(verb));
        break;
      case Takes::text:
      case Takes::subject:
      case Takes::file:
      case Takes::path:
        if (value.empty()) return usage(fmt::format("{} is empty", parameter.name), help_of(verb));
        break;
      case Takes::flag:
        break;
    }
  }
  return {};
}

Reply<void> take_common(Arguments& arguments) {
  arguments.is_json = arguments.has("--json");
  arguments.is_batch = arguments.has("--batch");
  arguments.wants_help = arguments.has("--help");
  arguments.wants_version = arguments.has("--version");
  if (arguments.has("--profile")) arguments.profile = arguments.text("--profile");
  if (arguments.profile.empty() || arguments.profile.size() > 32 ||
      arguments.profile.find_first_not_of(profile_letters) != std::string::npos)
    return usage("a profile's name has 1 to 32 of a-z, 0-9 and -", "tocsin --help");
  if (arguments.has("--passphrase-fd")) {
    const std::string number = arguments.text("--passphrase-fd");
    int file = -1;
    std::from_chars(number.data(), number.data() + number.size(), file);
    if (file < 0 || file > 1023)
      return usage("--passphrase-fd is an open file's number", "tocsin --help");
    arguments.passphrase_fd = file;
  }
  return {};
}

// What must be there and is not, as the usage names it.
std::string missing_in(const std::vector<Slot>& slots) {
  std::string names;
  for (const Slot& slot : slots) {
    if (!slot.parameter->is_required || slot.option->count() != 0) continue;
    names += (names.empty() ? "" : ", ") + std::string{slot.parameter->name};
    if (!slot.parameter->choices.empty())
      names += fmt::format(" ({})", slot.parameter->choices);
    else if (!slot.parameter->help.empty())
      names += fmt::format(" ({})", slot.parameter->help);
  }
  return names;
}

std::string wrong_usage(const CLI::ParseError& error,
                        const std::vector<std::string>& typed,
                        const std::vector<Slot>& slots) {
  const bool is_secret = std::ranges::any_of(typed, [](const std::string& word) {
    return word.starts_with("--passphrase") || word.starts_with("PASSPHRASE") ||
           word.starts_with("--password");
  });
  if (is_secret)
    return "a passphrase is typed, or comes through --passphrase-fd; other programs can read an "
           "argument";
  if (error.get_name() == "ExtrasError") return "there is more on the line than this command takes";
  if (error.get_name() == "RequiredError") {
    const std::string names = missing_in(slots);
    return names.empty() ? "something is missing" : fmt::format("missing: {}", names);
  }
  return "an option or its value is not understood";
}

Reply<void> parse_into(Arguments& arguments, std::vector<std::string> words) {
  std::vector<Slot> slots;
  for (const Parameter& parameter : common_options()) slots.push_back(Slot{&parameter});
  if (arguments.verb != nullptr)
    for (const Parameter& parameter : arguments.verb->parameters) slots.push_back(Slot{&parameter});
  // Help is wanted even where the rest of the line is not complete.
  if (std::ranges::find(words, "--help") != words.end() ||
      std::ranges::find(words, "-h") != words.end()) {
    arguments.wants_help = true;
    return {};
  }
  CLI::App app;
  app.set_help_flag();
  declare(app, slots);
  const std::vector<std::string> typed = words;
  std::ranges::reverse(words);  // as the library wants them
  try {
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return usage(wrong_usage(error, typed, slots), help_of(arguments.verb));
  }
  for (Slot& slot : slots) {
    if (slot.option->count() == 0) continue;
    if (auto checked = check_value(slot, arguments.verb); !checked) return checked;
    arguments.values[std::string{slot.parameter->name}] = std::move(slot.values);
  }
  return take_common(arguments);
}

// "help" and "help confirm" are what people type before they know of --help.
std::vector<std::string> as_option(std::vector<std::string> typed) {
  const std::size_t at = first_word(typed);
  if (at == typed.size() || typed[at] != "help") return typed;
  typed.erase(typed.begin() + static_cast<std::ptrdiff_t>(at));
  typed.emplace_back("--help");
  return typed;
}

}  // namespace

std::string Arguments::text(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() || found->second.empty() ? "" : found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

Reply<Arguments> parse_arguments(const std::vector<std::string>& line) {
  const std::vector<std::string> typed = as_option(line);
  Found found = find_words(typed);
  Arguments arguments;
  arguments.verb = found.verb;
  const bool is_bare =
      std::ranges::all_of(typed, [](const std::string& word) { return word.starts_with('-'); });
  if (found.verb == nullptr && (!is_bare || typed.empty())) {
    const bool wants_help =
        std::ranges::any_of(typed, [](const std::string& word) { return word == "--help"; });
    if (!wants_help) return no_verb(typed);
  }
  if (auto parsed = parse_into(arguments, std::move(found.others)); !parsed)
    return tl::unexpected{parsed.error()};
  if (arguments.verb == nullptr && !arguments.wants_help && !arguments.wants_version)
    return no_verb(typed);
  return arguments;
}

}  // namespace tocsin::cli
