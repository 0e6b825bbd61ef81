// Rows of the groups setup, authority, channel and relay.
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/render.h"
#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

using Rows = std::vector<Row>;
using Table = std::vector<std::vector<std::string>>;

// "ana of plumbers", "a device of plumbers", "ana"
std::string who(const Row& row, std::string_view handle) {
  std::string name = or_else(shown(row, handle), "somebody");
  std::string org = shown(row, "org_slug");
  if (org.empty()) org = shown(row, "slug");
  return org.empty() ? name : fmt::format("{} of {}", name, org);
}

std::size_t draw_self(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  if (row.text("role").value_or("") == "relay") {
    lines.line("This is a relay: it carries sealed messages and reads none.");
    return 1;
  }
  if (!row.has("handle")) {
    lines.line("This profile has no keys yet -> tocsin init");
    return 1;
  }
  lines.line(fmt::format("You are {}{}, device {}.",
                         who(row, "handle"),
                         row.flag("is_delegate") ? ", a delegate" : "",
                         shown(row, "device")));
  if (row.has("coalition"))
    lines.line(fmt::format("Coalition {}.", shown(row, "coalition")));
  else
    lines.line("In no coalition yet -> tocsin card, or tocsin accept");
  return 1;
}

// Not each is for this person: everybody holds what the coalition's channels carry.
std::string waiting_text(const Row& row) {
  const auto waiting = number(row, "waiting");
  const auto urgent = number(row, "urgent");
  std::string text =
      waiting == 1 ? "one envelope waits" : fmt::format("{} envelopes wait", grouped(waiting));
  if (urgent > 0)
    text += fmt::format("; {} marked urgent, unlock to read",
                        urgent == 1 ? "one is" : fmt::format("{} are", grouped(urgent)));
  return text;
}

std::size_t draw_daemon(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string state = row.text("state").value_or("");
  std::string text = row.has("profile")
                         ? fmt::format("Daemon of profile {}: ", shown(row, "profile"))
                         : "Daemon: ";
  text += state == "sealed" ? "locked, and keeps what comes" : or_else(state, "runs");
  if (number(row, "waiting") > 0) text += "; " + waiting_text(row);
  if (row.flag("full")) text += "; full, and nothing comes in until unlock";
  if (state == "locked" || state == "sealed") text += " -> tocsin unlock";
  if (state == "absent") text += ", no profile yet -> tocsin init";
  const auto listens = row.texts("listen");
  if (!listens.empty()) text += fmt::format("; listens on {}", joined(listens, ", "));
  lines.line(text);
  return 1;
}

std::size_t draw_passphrase(Lines& lines, const Rows& rows, std::size_t at) {
  if (!rows[at].flag("changed")) return 1;
  lines.line("The passphrase is changed: from now on the new one opens this profile.");
  lines.line(
      "Copies of the disk made before still open with the old one. If somebody knows it -> tocsin "
      "purge --rotate");
  return 1;
}

std::size_t draw_purged(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("Purged: the store was written anew{}; {} KiB.",
                         row.flag("rotated") ? " under another key" : "",
                         grouped(number(row, "bytes") / 1024)));
  lines.line(
      "Old flash memory, snapshots and backups keep encrypted copies; others keep what they got.");
  return 1;
}

std::string relays_of_them(std::int64_t count) {
  return count == 1 ? "1 of them a relay" : fmt::format("{} of them relays", grouped(count));
}

std::size_t draw_mesh(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("Mesh: {}, {}; holds {}, {}; relay list {}.{} with {}.",
                         counted(number(row, "links"), "link"),
                         relays_of_them(number(row, "relay_links")),
                         counted(number(row, "envelopes"), "envelope"),
                         counted(number(row, "calls"), "call"),
                         number(row, "list_number"),
                         number(row, "list_seq"),
                         counted(number(row, "relays_listed"), "relay")));
  if (number(row, "unstored") > 0)
    lines.line(fmt::format("Not yet stored elsewhere: {} of your own.",
                           counted(number(row, "unstored"), "message")));
  if (number(row, "missing") > 0)
    lines.line(fmt::format("Known of and still to come: {}.",
                           counted(number(row, "missing"), "envelope")));
  if (row.flag("clock_suspect"))
    lines.line("This laptop's clock differs from its peers' -> set it");
  if (row.flag("normal_refused"))
    lines.line("The disk is nearly full: only calls and stops are taken -> make room");
  return 1;
}

std::size_t draw_links(Lines& lines, const Rows& rows, std::size_t at) {
  const std::string kind = rows[at].kind();
  const std::size_t count = run_of(rows, at, kind);
  Table table{{kind == "peer" ? "PEER" : "LINK", "KEY", "LABEL", "UP", "LIST"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    const std::string list =
        row.has("list_seq") ? fmt::format("{}.{}", number(row, "number"), number(row, "list_seq"))
                            : "--";
    const std::string up = row.has("up_s")        ? span_for_people(Seconds{number(row, "up_s")})
                           : row.flag("dialling") ? "dialling"
                                                  : "not now";
    table.push_back(
        {or_else(shown(row, "role"), "pinned"),
         or_else(shown(row, "key"), or_else(shown(row, "peer"), shown(row, "peer_key"))),
         or_else(shown(row, "label"), row.flag("pinned") ? "pinned" : "--"),
         up,
         list});
  }
  lines.table(table);
  return count;
}

std::size_t draw_channels(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "channel");
  Table table{{"CHANNEL", "OF", "DEVICES", "ID"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    const bool is_custom = row.has("name");
    table.push_back({is_custom ? shown(row, "name") : shown(row, "channel_kind"),
                     or_else(shown(row, "org_slug"), is_custom ? "its own" : "all"),
                     shown(row, "members"),
                     shown(row, "channel") +
                         (row.has("has_keys") && !row.flag("has_keys") ? "  no key yet" : "")});
  }
  lines.table(table);
  for (std::size_t i = at; i < at + count; ++i) {
    if (rows[i].has("made_at"))
      lines.line(fmt::format("Made on {} by {}.",
                             shown(rows[i], "made_at"),
                             or_else(shown(rows[i], "author_handle"), "somebody who has left")));
  }
  return count;
}

// What `channel show` and `channel new` tell below the channel itself.
std::size_t draw_channel_parts(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "channel_part");
  lines.line("It is for:");
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    const std::string org = or_else(shown(row, "org_slug"), shown(row, "org"));
    if (row.flag("delegates")) lines.line("  the delegates of " + org);
    if (row.flag("members")) lines.line("  the members of " + org);
    for (const std::string& device : row.texts("devices"))
      lines.line("  of " + org + " the device " + device);
  }
  return count;
}

std::size_t draw_granted(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("Granted: this relay now carries for coalition {}.",
                         shown(rows[at], "coalition")));
  return 1;
}

std::size_t draw_invites(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "invite");
  Table table{{"TAG", "STATE", "FOR", "EXPIRES"}};
  for (std::size_t i = at; i < at + count; ++i)
    table.push_back({shown(rows[i], "tag"),
                     shown(rows[i], "state"),
                     (rows[i].flag("is_second_device") ? "a laptop of " : "") +
                         or_else(shown(rows[i], "person"), "--"),
                     shown(rows[i], "expires_at")});
  lines.table(table);
  return count;
}

std::size_t draw_card(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("Card of {}{}",
                         or_else(shown(row, "handle"), "this device"),
                         row.has("file") ? ", written to " + shown(row, "file") : ""));
  lines.pair("Words", shown(row, "words"));
  lines.line(
      "Give the file to whoever drafts your organization's manifest; compare the words by voice.");
  return 1;
}

std::size_t draw_sent(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(fmt::format("Sent to {} (record {}).",
                         or_else(shown(rows[at], "name"), shown(rows[at], "channel")),
                         shown(rows[at], "record")));
  if (const std::int64_t absent = number(rows[at], "absent"); absent > 0)
    lines.line(
        fmt::format("{} cannot read it: no keys of this channel have reached them yet. "
                    "tocsin who {} names them.",
                    counted(absent, "device"),
                    shown(rows[at], "name")));
  return 1;
}

std::size_t draw_stored(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("Sent. On {}, {}.",
                         counted(number(row, "receipts"), "other"),
                         relays_of_them(number(row, "relays"))));
  return 1;
}

// The cursor stands at the left edge, so that nobody's name or text does.
std::size_t draw_message(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  // Who was removed and has not heard of it goes on writing under the keys that he has.
  lines.line(fmt::format("{}  {}{}  {}",
                         number(row, "cursor"),
                         who(row, "author_handle"),
                         row.flag("has_left") ? " (NOT IN THIS CHANNEL ANY MORE)" : "",
                         shown(row, "at")),
             4);
  lines.quote(row.text("text").value_or(""), 4);
  return 1;
}

std::string org_of(const Row& row) {
  return or_else(shown(row, "org_slug"), or_else(shown(row, "slug"), shown(row, "org")));
}

// How many laptops each person has here, and who of them is a delegate.
struct Laptops {
  std::map<std::pair<std::string, std::string>, std::size_t> of;
  std::set<std::pair<std::string, std::string>> delegates;

  Laptops(const Rows& rows, std::size_t at, std::size_t count) {
    for (std::size_t i = at; i < at + count; ++i) {
      ++of[owner(rows[i])];
      if (rows[i].flag("is_delegate")) delegates.insert(owner(rows[i]));
    }
  }

  static std::pair<std::string, std::string> owner(const Row& row) {
    return {org_of(row), or_else(shown(row, "person"), shown(row, "handle"))};
  }

  std::string note(const Row& row) const {
    if (row.flag("is_delegate")) return "delegate";
    return delegates.contains(owner(row)) ? "further laptop, signs nothing" : "";
  }
};

std::size_t draw_members(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "member");
  const Laptops laptops{rows, at, count};
  Table table{{"ORG", "PERSON", "DEVICE", "ROLE"}};
  for (const Row& row : by_name(rows, at, count)) {
    std::string notes = laptops.note(row);
    for (const char* const mark : {"frozen", "is_frozen"}) notes += row.flag(mark) ? " FROZEN" : "";
    if (row.has("has_keys") && !row.flag("has_keys")) notes += " no keys yet";
    if (row.has("confirmed") && !row.flag("confirmed")) notes += " not confirmed yet";
    table.push_back({org_of(row),
                     or_else(shown(row, "person"), shown(row, "handle")),
                     shown(row, "device"),
                     notes});
  }
  lines.table(table);
  if (laptops.of.size() < count)
    lines.line(fmt::format("{} with {}; whoever has several is one voice.",
                           counted(static_cast<std::int64_t>(laptops.of.size()), "person"),
                           counted(static_cast<std::int64_t>(count), "laptop")));
  return count;
}

std::size_t draw_accepted(Lines& lines, const Rows& rows, std::size_t at) {
  const std::string owner = shown(rows[at], "second_device_of");
  if (owner.empty()) {
    lines.line("Read these six words out to the person who invited you, by voice:");
  } else {
    lines.line(
        fmt::format("This is a further laptop of {} now. Type these six words at tocsin admit "
                    "on the laptop that made the link; if it is another person's, read them "
                    "out to that person, by voice:",
                    owner));
  }
  lines.quote(shown(rows[at], "words"));
  lines.line("Leave the daemon running: you are in as soon as they have typed them.");
  return 1;
}

std::size_t draw_admitted(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  const std::string person = shown(row, "person");
  lines.line(fmt::format("Admitted {}{}, device {}.",
                         row.flag("is_second_device") ? "a further laptop of " : "",
                         person,
                         shown(row, "device")));
  if (row.flag("signs_by_manifest"))
    lines.line(
        fmt::format("It reads and writes with your organization at once. To sign as {}: name "
                    "it in manifest.toml beside the other one -> tocsin draft manifest",
                    person));
  return 1;
}

std::size_t draw_relays(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "relay");
  Table table{{"LABEL", "KEY", "LINKED", "ADDRESSES"}};
  for (std::size_t i = at; i < at + count; ++i) {
    const Row& row = rows[i];
    table.push_back({shown(row, "label"),
                     or_else(shown(row, "link_key"), shown(row, "key")),
                     or_else(shown(row, "linked"), "--"),
                     shown(row, "addresses")});
  }
  lines.table(table);
  return count;
}

std::size_t draw_file(Lines& lines, const Rows& rows, std::size_t at) {
  const Row& row = rows[at];
  lines.line(fmt::format("{}{} written to {}",
                         row.kind() == "bundle" ? "Founding bundle" : "Charter",
                         row.has("id") ? " " + shown(row, "id") : "",
                         or_else(shown(row, "file"), "no file")));
  return 1;
}

std::size_t draw_bundle_words(Lines& lines, const Rows& rows, std::size_t at) {
  lines.line(
      "Say these six words to every other founding delegate, by voice. They are not shown again:");
  lines.quote(shown(rows[at], "words"));
  return 1;
}

std::size_t draw_nothing(Lines& lines, const Rows&, std::size_t) {
  lines.line("Nothing to show.");
  return 1;
}

std::size_t draw_checks(Lines& lines, const Rows& rows, std::size_t at) {
  const std::size_t count = run_of(rows, at, "check");
  Table table;
  for (std::size_t i = at; i < at + count; ++i) {
    const std::string todo = shown(rows[i], "todo");
    table.push_back({shown(rows[i], "verdict"),
                     shown(rows[i], "about"),
                     shown(rows[i], "says") + (todo.empty() ? "" : " -> " + todo)});
  }
  lines.table(table);
  return count;
}

}  // namespace

const Drawers& setup_drawers() {
  static const Drawers drawers{
      {"self", draw_self},       {"daemon", draw_daemon},     {"card", draw_card},
      {"sent", draw_sent},       {"stored", draw_stored},     {"message", draw_message},
      {"member", draw_members},  {"accepted", draw_accepted}, {"admitted", draw_admitted},
      {"relay", draw_relays},    {"bundle", draw_file},       {"bundle_words", draw_bundle_words},
      {"check", draw_checks},    {"mesh", draw_mesh},         {"link", draw_links},
      {"peer", draw_links},      {"channel", draw_channels},  {"channel_part", draw_channel_parts},
      {"granted", draw_granted}, {"invite", draw_invites},    {"passphrase", draw_passphrase},
      {"purged", draw_purged},   {"nothing", draw_nothing},
  };
  return drawers;
}

}  // namespace tocsin::cli
