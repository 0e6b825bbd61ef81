#include "cli/action_checks.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cli/check_row.h"
#include "cli/time_text.h"

namespace tocsin::cli {
namespace {

constexpr Seconds soon{14 * 86'400};
constexpr std::uint64_t disk_least = 64 * 1024 * 1024;  // below it only calls and stops are taken
constexpr std::uint64_t disk_enough = 1024 * 1024 * 1024;
constexpr std::int64_t relays_wanted = 2;  // one relay alone can hold anything back

// The first row of that kind; an empty one if there is none.
Row first_of(const std::vector<Row>& rows, std::string_view kind) {
  const auto found = std::ranges::find_if(rows, [&](const Row& row) { return row.kind() == kind; });
  return found == rows.end() ? Row{} : *found;
}

std::int64_t number_in(const Row& row, std::string_view name) {
  return row.integer(name).value_or(0);
}

Row check_open(const ActionFacts& facts) {
  constexpr std::string_view about = "profile";
  const Row daemon = first_of(facts.state, "daemon");
  const std::string state = daemon.text("state").value_or("");
  if (state == "open") return green(about, "open");
  if (state.empty()) return red(about, "the daemon does not answer", "start tocsind");
  return red(about, "is " + state, state == "absent" ? "tocsin init" : "tocsin unlock");
}

Row check_clock(const ActionFacts& facts) {
  constexpr std::string_view about = "clock";
  const Row coalition = first_of(facts.status, "coalition");
  const bool is_suspect = coalition.text("clock").value_or("ok") == "suspect" ||
                          first_of(facts.status, "mesh").flag("clock_suspect");
  if (is_suspect)
    return red(about,
               "differs from what peers and signed objects say: nothing is started here",
               "set it (timedatectl set-ntp true), then look again");
  return green(about, "nothing speaks against it");
}

Row check_links(const ActionFacts& facts) {
  constexpr std::string_view about = "links";
  const Row mesh = first_of(facts.status, "mesh");
  const std::int64_t links = number_in(mesh, "links");
  const std::int64_t relays = number_in(mesh, "relay_links");
  if (links == 0)
    return red(about,
               "none: nothing arrives and nothing leaves",
               "look at your network; tocsin relay check; without a way, by file: tocsin export");
  if (relays < relays_wanted && number_in(mesh, "relays_listed") >= relays_wanted)
    return yellow(
        about,
        fmt::format("{}, to {} relays: a lone relay can hold anything back", links, relays),
        "tocsin relay check");
  if (links == 1)
    return yellow(about,
                  "only one: whoever is there can hold anything back",
                  "a second relay, or a peer: tocsin peer add");
  return green(about, fmt::format("{}, {} of them to relays", links, relays));
}

Row check_sync(const ActionFacts& facts) {
  constexpr std::string_view about = "sync";
  const Row mesh = first_of(facts.status, "mesh");
  const std::int64_t missing = number_in(mesh, "missing");
  const std::int64_t unstored = number_in(mesh, "unstored");
  if (number_in(mesh, "syncs") == 0)
    return red(
        about, "nobody has been asked yet what is new", "wait until a link is up, then look again");
  if (missing > 0)
    return yellow(about,
                  fmt::format("{} envelopes are known of and still to come", missing),
                  "wait, then look again; tocsin status");
  if (unstored > 0)
    return yellow(about,
                  fmt::format("{} of your own messages lie on this laptop alone", unstored),
                  "wait until others have them; tocsin status");
  return green(about, "all that others told of is here");
}

Row check_disk_room(const ActionFacts& facts) {
  constexpr std::string_view about = "disk";
  if (first_of(facts.status, "mesh").flag("normal_refused") ||
      facts.free_bytes.value_or(disk_enough) < disk_least)
    return red(about, "nearly full: only calls and stops are taken", "make room");
  if (!facts.free_bytes) return yellow(about, "the room on it is not known", "df -h");
  const std::uint64_t mib = *facts.free_bytes / (1024 * 1024);
  if (*facts.free_bytes < disk_enough)
    return yellow(about, fmt::format("{} MiB are free", mib), "make room: 1 GiB or more");
  return green(about, fmt::format("{} MiB are free", mib));
}

Row check_report(const ActionFacts& facts) {
  constexpr std::string_view about = "report";
  const std::string slug = first_of(facts.status, "self").text("org_slug").value_or("");
  bool claims = false;
  std::int64_t age = 0;
  for (const Row& row : facts.chart) {
    if (slug.empty() || row.text("slug").value_or("") != slug) continue;
    claims = true;
    if (row.flag("missing"))
      return red(about,
                 "your organization has published none",
                 "tocsin draft report; a second delegate confirms it");
    if (row.flag("stale"))
      return red(about,
                 fmt::format("your organization's is {} days old and counts no more",
                             number_in(row, "age_days")),
                 "tocsin draft report; a second delegate confirms it");
    age = std::max(age, number_in(row, "age_days"));
  }
  if (!claims) return green(about, "your organization claims no workplace");
  return green(about, fmt::format("your organization's is {} days old", age));
}

Row check_debriefs(const ActionFacts& facts) {
  constexpr std::string_view about = "debriefs";
  constexpr std::string_view todo = "tocsin draft debrief; a second delegate confirms it";
  const std::string slug = first_of(facts.status, "self").text("org_slug").value_or("");
  std::size_t due = 0;
  for (const Row& row : facts.debriefs) {
    if (row.kind() != "debrief_of" || row.text("slug").value_or("") != slug) continue;
    const std::string state = row.text("state").value_or("");
    if (state == "OVERDUE")
      return red(about, "one is overdue: your organization is not let into the next call", todo);
    due += state == "DUE" || state == "DRAFT" ? 1U : 0U;
  }
  if (due > 0) return yellow(about, fmt::format("{} still to be filed", due), todo);
  return green(about, "none is owed");
}

Row check_life(std::string_view about,
               const std::optional<WallTime>& ends,
               WallTime now,
               std::string_view todo) {
  if (!ends) return yellow(about, "is not known here", "tocsin status");
  if (*ends <= now) return red(about, "is over since " + time_for_people(*ends), todo);
  if (*ends - now < soon) return yellow(about, "ends " + time_for_people(*ends), todo);
  return green(about, "holds until " + time_for_people(*ends));
}

std::optional<WallTime> time_in(const Row& row, std::string_view name) {
  const auto time = row.time(name);
  return time ? std::optional{*time} : std::nullopt;
}

}  // namespace

std::vector<Row> action_checks(const ActionFacts& facts) {
  std::vector<Row> rows{check_open(facts), check_disk_room(facts)};
  const bool is_open = first_of(facts.state, "daemon").text("state").value_or("") == "open";
  if (!is_open) return rows;  // of the rest a closed profile knows nothing
  if (first_of(facts.status, "coalition").fields().empty()) {
    rows.push_back(red("coalition", "this profile is in none", "tocsin import, or tocsin accept"));
    return rows;
  }
  rows.push_back(check_clock(facts));
  rows.push_back(check_links(facts));
  rows.push_back(check_sync(facts));
  rows.push_back(check_life("charter",
                            time_in(first_of(facts.charter, "charter"), "review_by"),
                            facts.now,
                            "amend it: tocsin draft charter"));
  rows.push_back(check_life("manifest",
                            time_in(first_of(facts.manifest, "manifest"), "valid_until"),
                            facts.now,
                            "renew it: tocsin draft manifest"));
  rows.push_back(check_report(facts));
  rows.push_back(check_debriefs(facts));
  return rows;
}

}  // namespace tocsin::cli
