#include "cli/help.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "cli/lines.h"

namespace tocsin::cli {
namespace {

constexpr std::string_view help_head =
    "tocsin: talk, prepare and decide together, with nobody in the middle.\n"
    "\n"
    "usage: tocsin [--profile NAME] COMMAND ...   tocsin COMMAND --help explains one\n";

constexpr std::string_view help_foot =
    "\n"
    "X is the first digits of an id, or a draft's file. Messages, words, reasons and\n"
    "passphrases are never arguments: they are asked for, or piped in, in that order.\n"
    "Exit: 0 done, 2 usage or wrong words, 3 rule not met, 4 valid but held,\n"
    "5 invalid, 6 clock suspect, 7 somebody else must act, 74 disk, 75 try later,\n"
    "77 not allowed, 78 settings.\n";

std::string_view about(std::string_view group) {
  static const std::map<std::string_view, std::string_view> texts{
      {"setup", "your laptop, your keys, and people who join"},
      {"authority", "who signs, and by which rules"},
      {"channel", "messages"},
      {"relay", "boxes that carry sealed messages, and links to peers"},
      {"readiness", "workers, pledges, tests: what stays with you, what is published"},
      {"decide", "propose, read, sign"},
      {"activate", "your own consent to a call, how far it came, and how to stop"},
      {"after", "practice"},
      {"exchange", "files that prove themselves"}};
  const auto found = texts.find(group);
  return found == texts.end() ? "" : found->second;
}

// Words that may follow words: "" -> draft, "draft" -> charter ...
std::map<std::string, std::set<std::string>> next_words() {
  std::map<std::string, std::set<std::string>> next;
  for (const Verb& verb : command_table()) {
    const auto blank = verb.words.find(' ');
    const std::string first{verb.words.substr(0, blank)};
    next[""].insert(first);
    if (blank != std::string_view::npos)
      next[first].insert(std::string{verb.words.substr(blank + 1)});
  }
  return next;
}

std::string options_of(std::string_view words) {
  std::string options;
  const auto add = [&](const Parameter& parameter) {
    if (parameter.name.starts_with('-'))
      options += fmt::format("{}{}", options.empty() ? "" : " ", parameter.name);
  };
  if (const Verb* const verb = find_verb(words)) std::ranges::for_each(verb->parameters, add);
  std::ranges::for_each(common_options(), add);
  return options;
}

std::string words_of(const std::set<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string bash_script() {
  std::string script =
      "# bash completion for tocsin\n"
      "_tocsin() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" first=\"${COMP_WORDS[1]}\" "
      "both=\"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" list=\"\"\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n";
  const auto next = next_words();
  script += fmt::format("    list=\"{} --help --version\"\n", words_of(next.at("")));
  script += "  elif [[ $word == -* ]]; then\n    case \"$both\" in\n";
  for (const Verb& verb : command_table()) {
    if (verb.words.find(' ') != std::string_view::npos)
      script += fmt::format("      \"{}\") list=\"{}\" ;;\n", verb.words, options_of(verb.words));
  }
  script += "      *) case \"$first\" in\n";
  for (const Verb& verb : command_table()) {
    if (verb.words.find(' ') == std::string_view::npos)
      script += fmt::format("        {}) list=\"{}\" ;;\n", verb.words, options_of(verb.words));
  }
  script +=
      "      esac ;;\n    esac\n  elif [[ $COMP_CWORD -eq 2 ]]; then\n    case \"$first\" in\n";
  for (const auto& [first, seconds] : next) {
    if (!first.empty())
      script += fmt::format("      {}) list=\"{}\" ;;\n", first, words_of(seconds));
  }
  script +=
      "    esac\n"
      "  fi\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$word\")\n"
      "}\n"
      "complete -o default -F _tocsin tocsin\n";
  return script;
}

std::string zsh_script() {
  return "#compdef tocsin\n"
         "# zsh reads the bash completion\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash_script();
}

std::string fish_quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return "'" + quoted + "'";
}

std::string fish_script() {
  std::string script = "# fish completion for tocsin\n";
  for (const auto& [first, words] : next_words()) {
    const std::string when = first.empty() ? "__fish_use_subcommand"
                                           : fmt::format("__fish_seen_subcommand_from {}", first);
    for (const std::string& word : words) {
      const Verb* const verb = find_verb(first.empty() ? word : first + " " + word);
      script += fmt::format("complete -c tocsin -n {} -a {} -d {}\n",
                            fish_quoted(when),
                            word,
                            fish_quoted(verb == nullptr ? "" : verb->help));
    }
  }
  for (const Verb& verb : command_table()) {
    const std::string_view first = verb.words.substr(0, verb.words.find(' '));
    for (const Parameter& parameter : verb.parameters) {
      if (!parameter.name.starts_with("--")) continue;
      script += fmt::format("complete -c tocsin -n '__fish_seen_subcommand_from {}' -l {} -d {}\n",
                            first,
                            parameter.name.substr(2),
                            fish_quoted(parameter.help));
    }
  }
  return script;
}

}  // namespace

std::string help_page() {
  std::string page{help_head};
  std::size_t width = 0;
  for (const Verb& verb : command_table()) width = std::max(width, verb.words.size());
  for (const std::string_view group : command_groups()) {
    Lines lines;
    std::vector<std::vector<std::string>> rows;
    for (const Verb& verb : command_table()) {
      if (verb.group == group)
        rows.push_back({"", padded(verb.words, width), std::string{verb.help}});
    }
    lines.blank();
    lines.line(fmt::format("{}: {}", group, about(group)));
    lines.table(rows);
    page += lines.take();
  }
  return page + std::string{help_foot};
}

std::string help_of(const Verb& verb) {
  Lines lines;
  lines.line(usage_of(verb), 8);
  lines.blank();
  std::string first{verb.help};
  if (!first.empty() && first.front() >= 'a' && first.front() <= 'z')
    first.front() = static_cast<char>(first.front() - 32);
  lines.line(first + ".");
  if (verb.act == Act::live)
    lines.line("A live act: it asks for your passphrase, and --batch is refused.");
  if (verb.act == Act::offline) lines.line("Needs no daemon and no store.");
  lines.blank();
  std::vector<std::vector<std::string>> rows;
  for (const auto& parameter : verb.parameters)
    rows.push_back({"", std::string{parameter.name}, std::string{parameter.help}});
  for (const auto& parameter : common_options())
    rows.push_back({"", std::string{parameter.name}, std::string{parameter.help}});
  lines.table(rows);
  return lines.take();
}

std::string completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  return shell == "zsh" ? zsh_script() : fish_script();
}

}  // namespace tocsin::cli
