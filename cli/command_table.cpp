#include "cli/command_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "cli/command_table_acts.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {

// From errand.h, which this file cannot include without a circle.
Reply<void> run_plain(Errand& errand);

namespace {

const Parameter picture{"--qr", "", Takes::flag, "also as a picture to scan"};
const Parameter some_org{
    "ORG", "org", Takes::text, "an organization's short name; yours if left out"};

std::vector<Verb> setup_verbs() {
  return {
      {"init",
       "setup",
       Act::live,
       "make your own keys and passphrase on this laptop",
       {{"--rehearsal", "", Takes::flag, "for practice: nothing made here ever counts in earnest"},
        {"--handle", "", Takes::text, "your name in the coalition; asked if left out"}},
       run_init},
      {"card",
       "setup",
       Act::read,
       "write your public keys to a file, for your organization's manifest",
       {save_here},
       run_card},
      {"unlock", "setup", Act::live, "open the store with your passphrase", {}, run_plain},
      {"passphrase",
       "setup",
       Act::live,
       "change your passphrase; the old one is asked first",
       {},
       run_passphrase},
      {"purge",
       "setup",
       Act::live,
       "clear away what deletion left in the files of your profile",
       {{"--rotate",
         "rotate",
         Takes::flag,
         "write all of it anew under another key: after a passphrase may have leaked"}},
       run_plain},
      {"lock",
       "setup",
       Act::act,
       "close the store and forget the keys; what comes is kept sealed until unlock",
       {{"--offline",
         "offline",
         Takes::flag,
         "close every link too: nothing is received, and nobody sees this laptop in the mesh"}},
       run_plain},
      {"invite",
       "setup",
       Act::live,
       "make an invite for one new person, good once and for 72 hours",
       {picture},
       run_invite},
      {"invite list", "setup", Act::read, "invites that are still open", {}, run_plain},
      {"invite cancel",
       "setup",
       Act::act,
       "take an invite back",
       {{"TAG", "tag", Takes::hex, "its first digits, as invite list shows it", "", true}},
       run_listed},
      {"accept",
       "setup",
       Act::act,
       "join by an invite; its text is typed or piped in",
       {},
       run_accept},
      {"admit",
       "setup",
       Act::live,
       "let in who read out six words to you; the words are typed",
       {},
       run_admit},
      {"doctor",
       "setup",
       Act::read,
       "check this laptop and the daemon",
       {{"--privacy", "", Takes::flag, "also what of this laptop tells others about you"},
        {"--before-action",
         "",
         Takes::flag,
         "instead: what must be right before you sign or call"}},
       run_doctor},
      {"completion",
       "setup",
       Act::offline,
       "print completion for your shell",
       {{"SHELL", "", Takes::choice, "bash, zsh or fish", "bash|zsh|fish", true}},
       run_completion},
      {"man",
       "setup",
       Act::offline,
       "print a page of the manual: tocsin man tocsin | man -l -",
       {{"PAGE",
         "",
         Takes::choice,
         "the command, the daemon, or how a charter or another draft is written",
         "tocsin|tocsind|tocsin-charter|tocsin-drafts",
         true}},
       run_man},
  };
}

std::vector<Verb> authority_verbs() {
  return {
      {"draft manifest",
       "authority",
       Act::act,
       "draft your organization's manifest, or its next version",
       {{"F",
         "",
         Takes::path,
         "manifest.toml, cards beside it; its keys: tocsin man tocsin-drafts",
         "",
         true},
        save_here},
       run_draft_manifest},
      {"draft charter",
       "authority",
       Act::act,
       "draft the charter, or an amendment, from charter.toml and cards/*.card",
       {{"F", "", Takes::path, "charter.toml; manifest cards lie in cards/ beside it", "", true},
        save_here},
       run_draft_charter},
      {"manifest show",
       "authority",
       Act::read,
       "who signs for an organization",
       {some_org},
       run_plain},
      {"charter show", "authority", Act::read, "the charter in force", {}, run_plain},
      {"charter lint",
       "authority",
       Act::offline,
       "check a charter's rules, without a daemon",
       {{"F", "", Takes::path, "charter.toml, or a charter's draft or proof", "", true}},
       run_charter_lint},
      {"charter diff",
       "authority",
       Act::read,
       "what differs between two charters, in words, the rules first",
       {{"A", "", Takes::path, "charter.toml, or a charter's draft or proof", "", true},
        {"B", "", Takes::path, "the newer one; if left out, A is compared with that in force"}},
       run_charter_diff},
      {"charter finish",
       "authority",
       Act::live,
       "found the coalition, or welcome who enters: a bundle under six words",
       {{"F", "", Takes::path, "the charter's draft, confirmed by all", "", true},
        {"--relay",
         "",
         Takes::path,
         "a file with a relay's card; its name becomes the label",
         "",
         false,
         true},
        {"--charter", "", Takes::path, "write the charter here, to keep and show"},
        {"-o", "", Takes::path, "write the founding bundle here", "", true}},
       run_charter_finish},
      {"rule explain",
       "authority",
       Act::read,
       "an action's rules in words, and whether they can still be met",
       {{"ACTION", "", Takes::text, "as the charter names it", "", true},
        {"--what-if",
         "",
         Takes::text,
         "silent=ORG: as if that organization did not answer",
         "",
         false,
         true},
        {"--charter", "", Takes::path, "by this charter's shape alone, without a daemon"}},
       run_rule_explain},
      {"roll list",
       "authority",
       Act::read,
       "devices admitted to an organization",
       {some_org},
       run_plain},
      {"roll remove",
       "authority",
       Act::live,
       "take a member's device off your roll, for good",
       {{"DEVICE",
         "device",
         Takes::text,
         "the member's name, or first digits of the id",
         "",
         true}},
       run_plain},
      {"freeze",
       "authority",
       Act::live,
       "shut a delegate of your organization out at once: a laptop is lost, or somebody is pressed",
       {{"WHO", "who", Takes::text, "the name, or first digits of the id", "", true},
        {"--reason", "", Takes::flag, "ask for a reason to sign with it"},
        save_here},
       run_freeze},
      {"thaw",
       "authority",
       Act::live,
       "let a frozen delegate in again; several sign it",
       {{"FREEZE", "subject", Takes::text, "the first digits of the freeze's id", "", true},
        {"--reason", "", Takes::flag, "ask for a reason to sign with it"},
        save_here},
       run_thaw},
  };
}

std::vector<Verb> channel_verbs() {
  return {
      {"channel new",
       "channel",
       Act::act,
       "make a channel for some of the coalition; it cannot be changed later",
       {{"NAME", "name", Takes::text, "2 to 24 of a-z, 0-9 and -", "", true},
        {"PART",
         "parts",
         Takes::text,
         "ORG:delegates, ORG:members, or a device's first digits",
         "",
         false,
         true},
        {"--everyone", "everyone", Takes::flag, "delegates and members of every organization"}},
       run_plain},
      {"channel list", "channel", Act::read, "your channels", {}, run_plain},
      {"channel show",
       "channel",
       Act::read,
       "who made a channel, and whom it is for",
       {{"C", "channel", Takes::text, "assembly, org, or a channel's name or id", "", true}},
       run_plain},
      {"send",
       "channel",
       Act::act,
       "send a message; its text is typed or piped in",
       {{"C", "", Takes::text, "assembly, org, or a channel's name or id", "", true, true},
        {"--wait", "wait", Takes::choice, "until others hold it too", "stored"},
        {"--timeout", "", Takes::span, "then stop waiting; what is sent stays sent"}},
       run_send},
      {"read",
       "channel",
       Act::read,
       "print messages, oldest first",
       {{"C", "channel", Takes::text, "one channel; all if left out"},
        {"--since", "since", Takes::integer, "only what came after this cursor"},
        {"--limit", "limit", Takes::integer, "no more than so many"},
        {"--follow", "", Takes::flag, "go on as messages arrive"}},
       run_read},
      {"who",
       "channel",
       Act::read,
       "who can read a channel",
       {{"C", "channel", Takes::text, "assembly, org, or a channel's name or id", "", true}},
       run_plain},
  };
}

std::vector<Verb> relay_verbs() {
  return {
      {"relay card",
       "relay",
       Act::read,
       "on the relay: its card, for a delegate",
       {picture},
       run_shown_text},
      {"relay grant",
       "relay",
       Act::act,
       "on the relay: take a grant; its text is typed or piped in",
       {{"--file", "", Takes::path, "read the text from a file"}},
       run_typed_text},
      {"relay status", "relay", Act::read, "on the relay: how it fares", {}, run_plain},
      {"relay admit",
       "relay",
       Act::live,
       "vouch for a relay; its card is typed or piped in",
       {{"--label", "label", Takes::text, "up to 16 letters to know it by", "", true},
        {"--file", "", Takes::path, "read the card from a file"}},
       run_typed_text},
      {"relay drop",
       "relay",
       Act::live,
       "vouch for a relay no more",
       {{"KEY", "key", Takes::text, "its label, or first digits of its key", "", true}},
       run_plain},
      {"relay list", "relay", Act::read, "relays that are vouched for", {}, run_plain},
      {"relay check", "relay", Act::read, "whether the relays answer", {}, run_relay_check},
      {"peer card", "relay", Act::read, "your address, for a peer", {picture}, run_shown_text},
      {"peer add",
       "relay",
       Act::live,
       "link to a peer; its card is typed or piped in",
       {{"--file", "", Takes::path, "read the card from a file"}},
       run_typed_text},
      {"peer drop",
       "relay",
       Act::act,
       "link to a peer no more",
       {{"KEY", "key", Takes::hex, "its first digits, as peer list shows it", "", true}},
       run_listed},
      {"peer list", "relay", Act::read, "peers you added, and who is linked now", {}, run_plain},
  };
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t swapped = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = std::exchange(row[j], std::min({swapped, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

const std::vector<Verb>& command_table() {
  static const std::vector<Verb> table = [] {
    std::vector<Verb> all;
    for (auto verbs :
         {setup_verbs(), authority_verbs(), channel_verbs(), relay_verbs(), act_verbs()})
      std::ranges::move(verbs, std::back_inserter(all));
    return all;
  }();
  return table;
}

const std::vector<std::string_view>& command_groups() {
  static const std::vector<std::string_view> groups{"setup",
                                                    "authority",
                                                    "channel",
                                                    "relay",
                                                    "readiness",
                                                    "decide",
                                                    "activate",
                                                    "after",
                                                    "exchange"};
  return groups;
}

const std::vector<Parameter>& common_options() {
  static const std::vector<Parameter> options{
      {"--profile", "", Takes::text, "which of your identities; default is called default"},
      {"--json", "", Takes::flag, "one JSON object per line"},
      {"--batch", "", Takes::flag, "never ask; live acts refuse it"},
      {"--passphrase-fd", "", Takes::text, "read the passphrase from this open file"},
      {"--help", "", Takes::flag, "explain a command"},
      {"--version", "", Takes::flag, "print the version"},
  };
  return options;
}

const Verb* find_verb(std::string_view words) {
  const auto found = std::ranges::find(command_table(), words, &Verb::words);
  return found == command_table().end() ? nullptr : &*found;
}

std::string_view nearest_verb(std::string_view words) {
  constexpr std::size_t word_bytes_max = 32;  // longer is no verb, and costs
  const std::string_view first = words.substr(0, words.find(' '));
  std::string_view best;
  std::size_t least = 3;  // two slips of the finger
  for (const Verb& verb : command_table()) {
    if (words.size() > word_bytes_max) break;
    const std::string_view head = verb.words.substr(0, verb.words.find(' '));
    // "draft" alone means one of the drafts; the second word of "send org" is no part of a verb.
    const std::size_t away = std::min(
        {distance(words, verb.words), distance(first, verb.words), distance(first, head) + 1});
    if (away < least) {
      least = away;
      best = verb.words;
    }
  }
  return best;
}

std::string usage_of(const Verb& verb) {
  std::string usage = fmt::format("tocsin {}", verb.words);
  for (const Parameter& parameter : verb.parameters) {
    const std::string_view value = parameter.takes == Takes::choice    ? parameter.choices
                                   : parameter.takes == Takes::flag    ? ""
                                   : parameter.name == "-o"            ? "FILE"
                                   : parameter.takes == Takes::time    ? "TIME"
                                   : parameter.takes == Takes::span    ? "SPAN"
                                   : parameter.takes == Takes::path    ? "FILE"
                                   : parameter.takes == Takes::integer ? "N"
                                                                       : "TEXT";
    std::string word{parameter.name};
    if (parameter.name.starts_with('-')) {
      if (!value.empty()) word += fmt::format(" {}", value);
    } else if (parameter.takes == Takes::choice) {
      word = value;
    }
    const std::string_view more = parameter.is_repeated ? "..." : "";
    usage += parameter.is_required ? fmt::format(" {}{}", word, more)
                                   : fmt::format(" [{}]{}", word, more);
  }
  return usage;
}

}  // namespace tocsin::cli
