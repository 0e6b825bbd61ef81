#include "cli/man.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/help.h"
#include "cli/man_charter.h"
#include "cli/man_drafts.h"
#include "cli/roff.h"
#include "core/model/verdict.h"

namespace tocsin::cli {
namespace {

struct ExitMeaning {
  Exit exit;
  std::string_view meaning;
};

constexpr std::array exit_meanings{
    ExitMeaning{Exit::ok, "done"},
    ExitMeaning{Exit::usage, "usage, or wrong words"},
    ExitMeaning{Exit::not_met, "a rule is not met; what is missing is printed"},
    ExitMeaning{Exit::held, "valid, but something holds it back"},
    ExitMeaning{Exit::invalid, "invalid: a file or a statement that proves nothing"},
    ExitMeaning{Exit::clock, "this laptop's clock is not to be trusted"},
    ExitMeaning{Exit::second_person, "somebody else must act"},
    ExitMeaning{Exit::bug, "a mistake of ours"},
    ExitMeaning{Exit::memory, "out of memory"},
    ExitMeaning{Exit::io, "a file or the disk failed"},
    ExitMeaning{Exit::later, "try again later; with --timeout: what was done stays done"},
    ExitMeaning{Exit::permission, "not allowed"},
    ExitMeaning{Exit::config, "a setting, or something on this laptop, should be mended first"}};

void options(Roff& page, const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters) {
    std::string term{parameter.name};
    if (!parameter.choices.empty()) term += fmt::format(" {}", parameter.choices);
    page.item(term, fmt::format("{}.", parameter.help));
  }
}

std::string_view nature_of(Act act) {
  switch (act) {
    case Act::offline:
      return "Needs no daemon and no store.";
    case Act::read:
      return "Changes nothing.";
    case Act::act:
      return "Changes something here, or says something to others.";
    case Act::live:
      return "A live act: asks for the passphrase, and refuses --batch.";
  }
  return "";
}

std::string sentence(std::string_view text) {
  std::string out{text};
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
    out.front() = static_cast<char>(out.front() - 32);
  return out + ".";
}

void commands(Roff& page) {
  for (const std::string_view group : command_groups()) {
    page.subheading(fmt::format("{}: {}", group, about_group(group)));
    for (const Verb& verb : command_table()) {
      if (verb.group != group) continue;
      page.item(usage_of(verb), sentence(verb.help));
      page.more(nature_of(verb.act));
      for (const Parameter& parameter : verb.parameters)
        page.more(fmt::format("{}: {}.", parameter.name, parameter.help));
    }
  }
}

void exits(Roff& page) {
  page.heading("exit status");
  for (const ExitMeaning& each : exit_meanings)
    page.item(fmt::format("{}", static_cast<int>(each.exit)), sentence(each.meaning));
}

std::string tocsin_page() {
  Roff page{"tocsin", 1, "talk, prepare and decide together, with nobody in the middle"};
  page.heading("synopsis");
  page.paragraph("tocsin [--profile NAME] COMMAND ...");
  page.paragraph("tocsin COMMAND --help");
  page.heading("description");
  page.paragraph(
      "Tocsin carries messages between organizations without a server in the middle, keeps each "
      "one's list of workers on its own devices, and proves to everybody that a call was decided "
      "by the rule that all of them signed. This command asks the daemon of one profile, "
      "tocsind(8), or works on files alone.");
  page.paragraph(
      "X is the first digits of an id, or a draft's file. Messages, words, reasons and passphrases "
      "are never arguments: they are asked for, or piped in, in that order. Files and standard "
      "output hold what is asked for; what is refused is said on standard error with its code, the "
      "reason, and what would mend it.");
  page.paragraph(
      "A live act is one that starts, signs or stops something. It asks for words that were "
      "compared by voice and for the passphrase. No option answers these questions, and --batch "
      "refuses them.");
  page.heading("options");
  page.paragraph("Every command takes these, before or after its own words.");
  options(page, common_options());
  page.heading("commands");
  commands(page);
  exits(page);
  page.heading("environment");
  page.item("XDG_RUNTIME_DIR", "Where the daemon's socket lies.");
  page.item("TZ", "The zone in which times are shown, always beside their offset from UTC.");
  page.item("VISUAL, EDITOR", "Opened for a text when standard input is a terminal.");
  page.item("NO_COLOR",
            "Needs no setting: nothing is ever coloured, and no meaning is carried by colour.");
  page.heading("see also");
  page.paragraph("tocsind(8), tocsin-charter(5), tocsin-drafts(5)");
  return page.take();
}

std::string tocsind_page() {
  Roff page{"tocsind", 8, "the daemon of one tocsin profile"};
  page.heading("synopsis");
  page.paragraph("tocsind [--profile NAME] [--role node|relay] [--listen IP:PORT]...");
  page.heading("description");
  page.paragraph(
      "Keeps the encrypted store of one profile, links to others, and answers tocsin(1) over a "
      "local socket. As a node it runs on a person's laptop and is opened by the passphrase. As a "
      "relay it runs on a box that nobody unlocks: it stores and forwards sealed envelopes and "
      "holds no key of any channel.");
  page.heading("options");
  page.item("--profile NAME", "Which identity: 1 to 32 of a-z, 0-9 and -. Default: default.");
  page.item("--role node|relay", "What it is, where config.toml does not say.");
  page.item("--listen IP:PORT",
            "Where others may dial. Port 0 takes any free one. May be repeated.");
  page.item("--version", "Print the version.");
  page.item("--help", "Print the options.");
  page.heading("settings");
  page.paragraph(
      "config.toml in the profile's data directory. Arguments come before it. Any other setting is "
      "refused with its line.");
  page.item("role", "\"node\" or \"relay\".");
  page.item("listen", "Addresses to listen at: one text, or a list.");
  page.item("announce", "What others should dial, where it is not where this listens.");
  page.item("metered", "true: bulk may wait.");
  page.heading("files");
  page.item("$XDG_DATA_HOME/tocsin/NAME/",
            "config.toml, the encrypted store, at a relay the key that opens it. "
            "~/.local/share if it is not set; $STATE_DIRECTORY under a service manager.");
  page.item("$XDG_RUNTIME_DIR/tocsin/NAME/",
            "The control socket and its cookie. $RUNTIME_DIRECTORY under a service manager.");
  page.heading("exit status");
  page.item("0", "Ended by SIGTERM or SIGINT, everything stored.");
  page.item("2", "An argument that it does not know.");
  page.item("70, 71", "A mistake of ours, out of memory.");
  page.item("74", "The disk failed. It stopped at once; nothing that it acknowledged is lost.");
  page.item("75", "Another daemon runs this profile, or the address is taken.");
  page.item("77", "A path or a key that is not safe or not right.");
  page.item("78", "A setting is wrong, or a node's profile was started as a relay.");
  page.paragraph(
      "A service manager must not start it again after 74, 77 or 78: each needs a person.");
  page.heading("see also");
  page.paragraph("tocsin(1), tocsin-charter(5)");
  return page.take();
}

}  // namespace

std::string man_page(std::string_view page) {
  if (page == "tocsind") return tocsind_page();
  if (page == "tocsin-drafts") return drafts_man_page();
  return page == "tocsin" ? tocsin_page() : charter_man_page();
}

}  // namespace tocsin::cli
