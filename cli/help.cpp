#include "cli/help.h"

#include <algorithm>
#include <map>
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

}  // namespace

std::string_view about_group(std::string_view group) {
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
    lines.line(fmt::format("{}: {}", group, about_group(group)));
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

}  // namespace tocsin::cli
