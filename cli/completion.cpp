#include "cli/completion.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.h"

namespace tocsin::cli {
namespace {

using Words = std::set<std::string>;

bool is_option(const Parameter& parameter) {
  return parameter.name.starts_with('-');
}

bool takes_value(const Parameter& parameter) {
  return is_option(parameter) && parameter.takes != Takes::flag;
}

// Words that may follow words: "" -> draft, "draft" -> charter ...
std::map<std::string, Words> next_words() {
  std::map<std::string, Words> next;
  for (const Verb& verb : command_table()) {
    const auto blank = verb.words.find(' ');
    const std::string first{verb.words.substr(0, blank)};
    next[""].insert(first);
    if (blank != std::string_view::npos)
      next[first].insert(std::string{verb.words.substr(blank + 1)});
  }
  return next;
}

std::string spaced(const Words& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string choices_of(const Parameter& parameter) {
  std::string choices{parameter.choices};
  std::ranges::replace(choices, '|', ' ');
  return choices;
}

std::string options_of(const Verb& verb) {
  std::vector<std::string_view> options;
  const auto add = [&](const Parameter& parameter) {
    if (is_option(parameter)) options.push_back(parameter.name);
  };
  std::ranges::for_each(verb.parameters, add);
  std::ranges::for_each(common_options(), add);
  return fmt::format("{}", fmt::join(options, " "));
}

Words valued_options() {
  Words names;
  const auto add = [&](const Parameter& parameter) {
    if (takes_value(parameter)) names.insert(std::string{parameter.name});
  };
  std::ranges::for_each(common_options(), add);
  for (const Verb& verb : command_table()) std::ranges::for_each(verb.parameters, add);
  return names;
}

// ---- bash and zsh: one function of plain shell that sets `list`

constexpr std::string_view shell_profiles =
    "_tocsin_profiles() {\n"
    "  local each\n"
    "  for each in \"${XDG_DATA_HOME:-$HOME/.local/share}\"/tocsin/*; do\n"
    "    [ -d \"$each\" ] && list=\"$list ${each##*/}\"\n"
    "  done\n"
    "}\n";

// Options and their values are not counted: `said` is how many other words stand before.
constexpr std::string_view shell_head =
    "  local at=\"$1\" i=0 skip=0 said=0 place=0 each\n"
    "  local before=\"\" first=\"\" second=\"\" verb=\"\" options=\"\"\n"
    "  shift\n"
    "  list=\"\" word=\"\"\n"
    "  for each in \"$@\"; do\n"
    "    if [ \"$i\" -eq \"$at\" ]; then word=\"$each\"; break; fi\n"
    "    if [ \"$i\" -gt 0 ] && [ \"$skip\" -eq 0 ]; then\n"
    "      case \"$each\" in\n";

constexpr std::string_view shell_middle =
    "        -*) ;;\n"
    "        *) said=$((said + 1))\n"
    "          if [ \"$said\" -eq 1 ]; then first=\"$each\"; fi\n"
    "          if [ \"$said\" -eq 2 ]; then second=\"$each\"; fi ;;\n"
    "      esac\n"
    "    else skip=0; fi\n"
    "    before=\"$each\"\n"
    "    i=$((i + 1))\n"
    "  done\n"
    "  if [ \"$before\" = --profile ]; then _tocsin_profiles; return; fi\n";

std::string verb_cases(bool has_two_words) {
  std::string text;
  for (const Verb& verb : command_table()) {
    const bool is_two = verb.words.find(' ') != std::string_view::npos;
    if (is_two != has_two_words) continue;
    text += fmt::format("    \"{0}\") verb=\"{0}\" place=$((said - {1})) options=\"{2}\" ;;\n",
                        verb.words,
                        is_two ? 2 : 1,
                        options_of(verb));
  }
  return text;
}

// "end:--form" and, of what is no option, "ack:1".
std::string choice_cases() {
  std::string text;
  for (const Verb& verb : command_table()) {
    std::size_t place = 0;
    for (const Parameter& parameter : verb.parameters) {
      const std::string where =
          is_option(parameter) ? std::string{parameter.name} : fmt::format("{}", place++);
      if (parameter.takes == Takes::choice)
        text += fmt::format(
            "    \"{}:{}\") list=\"{}\" ;;\n", verb.words, where, choices_of(parameter));
    }
  }
  return text;
}

std::string shell_function(std::string_view first_line) {
  std::string text{shell_profiles};
  text += fmt::format("_tocsin_say() {{\n{}", first_line);
  text += shell_head;
  const std::string valued = fmt::format("{}", fmt::join(valued_options(), "|"));
  text += fmt::format("        {}) skip=1 ;;\n", valued);
  text += shell_middle;
  text += "  case \"$first $second\" in\n" + verb_cases(true) + "    *) case \"$first\" in\n" +
          verb_cases(false) + "    esac ;;\n  esac\n";
  text += "  case \"$verb:$before\" in\n" + choice_cases() + "  esac\n";
  text += "  if [ -n \"$list\" ]; then return; fi\n";
  // After an option that takes another value, the shell offers files.
  text += fmt::format("  case \"$before\" in\n    {}) return ;;\n  esac\n", valued);
  text += "  case \"$word\" in -*) list=\"$options\"; return ;; esac\n";
  text += "  case \"$verb:$place\" in\n" + choice_cases() + "  esac\n";
  const auto next = next_words();
  text += fmt::format("  if [ \"$said\" -eq 0 ]; then list=\"{} --help --version\"; fi\n",
                      spaced(next.at("")));
  text += "  if [ \"$said\" -eq 1 ]; then\n    case \"$first\" in\n";
  for (const auto& [first, seconds] : next)
    if (!first.empty()) text += fmt::format("      {}) list=\"{}\" ;;\n", first, spaced(seconds));
  return text + "    esac\n  fi\n}\n";
}

std::string bash_script() {
  return "# bash completion for tocsin\n" + shell_function("") +
         "_tocsin() {\n"
         "  local list word\n"
         "  _tocsin_say \"$COMP_CWORD\" \"${COMP_WORDS[@]}\"\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$word\")\n"
         "}\n"
         "complete -o default -F _tocsin tocsin\n";
}

std::string zsh_script() {
  return "#compdef tocsin\n" + shell_function("  emulate -L sh\n") +
         "_tocsin() {\n"
         "  local list word\n"
         "  _tocsin_say $((CURRENT - 1)) \"${words[@]}\"\n"
         "  if [[ -n $list ]]; then compadd -- ${=list}; else _files; fi\n"
         "}\n"
         "compdef _tocsin tocsin\n";
}

// ---- fish

std::string fish_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return "'" + quoted + "'";
}

constexpr std::string_view fish_profiles =
    "function __tocsin_profiles\n"
    "  set -l data $XDG_DATA_HOME\n"
    "  test -n \"$data\"; or set data $HOME/.local/share\n"
    "  for each in $data/tocsin/*/\n"
    "    basename $each\n"
    "  end\n"
    "end\n";

// Both words of a verb have been said; a verb of one word also while a second may follow.
std::string fish_seen(std::string_view words) {
  const auto blank = words.find(' ');
  if (blank == std::string_view::npos) return fmt::format("__fish_seen_subcommand_from {}", words);
  return fmt::format("__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}",
                     words.substr(0, blank),
                     words.substr(blank + 1));
}

std::string fish_option(const Parameter& parameter, const std::string& when) {
  const bool is_long = parameter.name.starts_with("--");
  std::string line = "complete -c tocsin";
  if (!when.empty()) line += " -n " + fish_quoted(when);
  line += fmt::format(" -{} {}", is_long ? 'l' : 's', parameter.name.substr(is_long ? 2 : 1));
  if (parameter.name == "--profile")
    line += " -x -a '(__tocsin_profiles)'";
  else if (parameter.takes == Takes::choice)
    line += " -x -a " + fish_quoted(choices_of(parameter));
  else if (parameter.takes == Takes::path || parameter.takes == Takes::file)
    line += " -r";
  else if (parameter.takes != Takes::flag)
    line += " -x";
  return line + " -d " + fish_quoted(parameter.help) + "\n";
}

std::string fish_verbs() {
  std::string script;
  for (const auto& [first, words] : next_words()) {
    const std::string when = first.empty() ? "__fish_use_subcommand"
                                           : fmt::format(
                                                 "__fish_seen_subcommand_from {0}; and not "
                                                 "__fish_seen_subcommand_from {1}",
                                                 first,
                                                 spaced(words));
    for (const std::string& word : words) {
      const Verb* const verb = find_verb(first.empty() ? word : first + " " + word);
      script += fmt::format("complete -c tocsin -f -n {} -a {} -d {}\n",
                            fish_quoted(when),
                            word,
                            fish_quoted(verb == nullptr ? "" : verb->help));
    }
  }
  return script;
}

std::string fish_script() {
  std::string script = "# fish completion for tocsin\n" + std::string{fish_profiles} + fish_verbs();
  for (const Parameter& option : common_options()) script += fish_option(option, "");
  for (const Verb& verb : command_table()) {
    const std::string seen = fish_seen(verb.words);
    for (const Parameter& parameter : verb.parameters) {
      if (is_option(parameter))
        script += fish_option(parameter, seen);
      else if (parameter.takes == Takes::choice)
        script += fmt::format("complete -c tocsin -f -n {} -a {}\n",
                              fish_quoted(seen),
                              fish_quoted(choices_of(parameter)));
    }
  }
  return script;
}

}  // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  return shell == "zsh" ? zsh_script() : fish_script();
}

}  // namespace tocsin::cli
