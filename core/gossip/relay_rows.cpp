// What a relay shows its operator: bands and numbers of links, never an id, an address or an exact
// size (gossip.md §11).
#include <algorithm>
#include <iterator>

#include "core/gossip/bands.h"
#include "core/gossip/state.h"

namespace tocsin::gossip {
namespace {

constexpr Seconds one_hour{3600};
constexpr Seconds one_day{24 * 3600};

std::string_view kind_of_neighbour(PeerRole role) {
  switch (role) {
    case PeerRole::member:
      return "laptop";
    case PeerRole::relay:
      return "relay";
    case PeerRole::guest:
      return "guest";
  }
  return "";
}

// To the minute it would tell when somebody opened a laptop.
std::string_view age_band(Instant since, Instant now) {
  if (now - since < one_hour) return "under an hour";
  return now - since < one_day ? "hours" : "a day";
}

struct Linked {
  std::size_t relays = 0;
  std::size_t laptops = 0;
  std::size_t guests = 0;

  void count(PeerRole role) {
    relays += role == PeerRole::relay ? 1 : 0;
    laptops += role == PeerRole::member ? 1 : 0;
    guests += role == PeerRole::guest ? 1 : 0;
  }
};

}  // namespace

Row Gossip::drain_row() const {
  const Upkeep& upkeep = state_->upkeep;
  Row row{"drain"};
  row.set("draining", upkeep.is_draining());
  if (const auto& since = upkeep.draining_since()) row.set("since", Value{*since});
  return row;
}

Row Gossip::quota_row() const {
  const State& state = *state_;
  Row row{"quota"};
  row.set("takes",
          state.holdings.has_disk_room(Travel::bulk)     ? "all"
          : state.holdings.has_disk_room(Travel::normal) ? "no_bulk"
                                                         : "calls_only");
  const std::uint64_t bytes = state.holdings.bytes();
  row.set("holds", bytes_band(bytes));
  if (const auto& quota = state.upkeep.disk_bytes())
    row.set("disk_bytes", *quota).set("of_quota", share_band(bytes, *quota));
  return row;
}

std::vector<Row> Gossip::shut_out_rows(Now now) const {
  std::vector<Row> out;
  for (const Upkeep::Block& block : state_->upkeep.blocks(now.wall))
    out.push_back(Row{"block"}.set("number", block.number).set("until", Value{block.until}));
  return out;
}

std::vector<Row> Gossip::relay_status(Now now, Outbox& outbox) {
  State& state = *state_;
  Linked linked;
  Linked holding;
  for (const auto& [id, link] : state.links) {
    linked.count(link.up.role);
    if (link.has_all_of_ours() && !link.is_draining()) holding.count(link.up.role);
  }
  const auto& since = state.upkeep.draining_since();
  Row row{"relay_status"};
  row.set("state", !state.coalition ? "ungranted" : since ? "draining" : "carrying");
  row.set("relay_links", linked.relays).set("laptops", count_band(linked.laptops));
  row.set("guests", count_band(linked.guests));
  const Row room = quota_row();
  for (const auto& [name, value] : room.fields()) {
    if (name != "kind") row.set(name, value);
  }
  row.set("calls", count_band(state.holdings.call_count()));
  row.set("relays_listed", state.list ? state.list->relays.size() : 0);
  row.set("list_number", state.list ? state.list->number : 0U);
  row.set("list_seq", state.list ? state.list->seq : 0U);
  row.set("clock_suspect", state.clock.is_suspect());
  row.set("blocked", state.upkeep.blocks(now.wall).size());
  if (since) {
    row.set("since", Value{*since});
    row.set("held_by_relays", holding.relays).set("held_by_laptops", count_band(holding.laptops));
  }
  std::vector<Row> rows{row};
  std::ranges::move(state.loud_links(now.instant, outbox), std::back_inserter(rows));
  return rows;
}

std::vector<Row> Gossip::State::loud_links(Instant now, Outbox& outbox) {
  std::vector<std::pair<Cost, Neighbour*>> loudest;
  for (auto& [id, link] : links) {
    const auto known = loud.find(link.up.key);
    if (known == loud.end()) continue;
    const Cost cost = known->second.last_hour(now);
    if (!cost.is_none()) loudest.emplace_back(cost, &link);
  }
  std::ranges::stable_sort(
      loudest, [](const auto& a, const auto& b) { return is_louder(a.first, b.first); });
  if (loudest.size() > limits::loud_links_shown) loudest.resize(limits::loud_links_shown);
  std::vector<Row> rows;
  for (auto& [cost, link] : loudest) {
    if (!link->shown_as) link->shown_as = upkeep.next_number(outbox);
    Row one{"loud_link"};
    one.set("number", *link->shown_as).set("role", kind_of_neighbour(link->up.role));
    one.set("sent", traffic_band(cost.bytes)).set("refused", often_band(cost.refusals));
    one.set("over_budget", often_band(cost.waits)).set("up", age_band(link->since, now));
    rows.push_back(one);
  }
  return rows;
}

}  // namespace tocsin::gossip
