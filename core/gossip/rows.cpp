// What `status`, `peer list` and `relay status` show: links and sums, no address of anybody.
#include "core/gossip/state.h"

namespace tocsin::gossip {
namespace {

std::string role_name(PeerRole role) {
  switch (role) {
    case PeerRole::member:
      return "member";
    case PeerRole::relay:
      return "relay";
    case PeerRole::guest:
      return "guest";
  }
  return "";
}

std::string label_text(const Label& label) {
  return {label.begin(), std::ranges::find(label, std::uint8_t{0})};
}

}  // namespace

std::vector<Row> Gossip::links(Now now) const {
  std::vector<Row> out;
  std::set<LinkKey> up;
  for (const auto& [id, link] : state_->links) {
    const Book::Entry* entry = state_->book.find(link.up.key);
    up.insert(link.up.key);
    Row row{"link"};
    row.set("role", role_name(link.up.role)).set("peer", link.peer.short_hex());
    if (entry != nullptr) row.set("key", Value{link.up.key.bytes()});
    row.set("label", entry == nullptr ? std::string{} : label_text(entry->label));
    row.set("pinned", entry != nullptr && entry->is_pinned).set("dialled", link.up.is_dialled);
    row.set("up_s", std::chrono::duration_cast<Seconds>(now.instant - link.since).count());
    row.set("number", link.hello ? link.hello->number : 0U).set("list_seq", link.list.second);
    row.set("syncing", link.asking.has_value()).set("wanted", link.open_wants.size());
    out.push_back(row);
  }
  for (const auto& [key, entry] : state_->book.entries()) {
    if (!entry.is_pinned || up.contains(key)) continue;
    Row row{"peer"};
    row.set("peer_key", Value{key.bytes()}).set("addresses", entry.attempts.size());
    row.set("dialling", entry.dialling.has_value());
    if (const auto due = state_->book.due(key); due && *due > now.instant)
      row.set("retry_s", std::chrono::duration_cast<Seconds>(*due - now.instant).count());
    out.push_back(row);
  }
  return out;
}

Row Gossip::summary(Now) const {
  const State& state = *state_;
  std::size_t relays = 0;
  std::size_t members = 0;
  for (const auto& [id, link] : state.links) {
    relays += link.up.role == PeerRole::relay ? 1 : 0;
    members += link.up.role == PeerRole::member ? 1 : 0;
  }
  Row row{"mesh"};
  row.set("envelopes", state.holdings.count()).set("bytes", state.holdings.bytes());
  row.set("calls", state.holdings.call_count()).set("routes", state.holdings.route_count());
  row.set("links", state.links.size()).set("relay_links", relays).set("member_links", members);
  row.set("relays_listed", state.list ? state.list->relays.size() : 0);
  row.set("list_number", state.list ? state.list->number : 0U);
  row.set("list_seq", state.list ? state.list->seq : 0U);
  row.set("unstored", state.receipts.unstored()).set("missing", state.missing.size());
  row.set("syncs", state.syncs_done).set("refused", state.refusals);
  row.set("clock_suspect", state.clock.is_suspect());
  row.set("normal_refused", !state.holdings.has_disk_room(Travel::normal));
  return row;
}

}  // namespace tocsin::gossip
