// The signed list of relays and stamp keys (gossip.md §6): which one counts, and who is sent it.
#include <algorithm>

#include "core/gossip/state.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin::gossip {
namespace {

// Rows of Table::mesh_list: the newest list as it came, and whom we trust without one yet.
Bytes list_row() {
  return to_bytes("list");
}

Bytes trust_row() {
  return to_bytes("trust");
}

std::pair<std::uint32_t, std::uint32_t> version_of(const MeshList& list) {
  return {list.number, list.seq};
}

}  // namespace

void Gossip::State::restore_list(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::mesh_list)) {
    if (row.key == trust_row()) {
      Reader reader{row.value};
      authority = reader.array<32>();
      coalition = CoalitionId{reader.array<CoalitionId::size>()};
      ENSURE(reader.finished());
    }
  }
  for (const StoredRow& row : restored.of(Table::mesh_list)) {
    if (row.key != list_row()) continue;
    auto kept = wire::decode_mesh_list(row.value);
    ENSURE(kept.has_value());
    use_list(*std::move(kept), row.value);
  }
}

void Gossip::State::trust(const crypto::SignPublicKey& trusted, Outbox& outbox) {
  ENSURE(coalition.has_value());
  authority = trusted;
  Writer row;
  row.bytes(trusted).bytes(coalition->view());
  outbox.keep(Table::mesh_list, trust_row(), row.take());
}

void Gossip::State::use_list(MeshList newer, Bytes bytes) {
  coalition = newer.coalition;
  authority = newer.authority;
  list = std::move(newer);
  list_bytes = std::move(bytes);
  list_others();
  stamp_quota.keep_only(list->stamps);
  forget_refusals();  // a stamp that nobody knew may be good now
  is_fill_due = true;
}

void Gossip::State::list_others() {
  std::vector<ListedRelay> others = list->relays;
  std::erase_if(others, [&](const ListedRelay& relay) { return relay.key == next_key; });
  book.list(others, neighbours.self());
}

bool Gossip::State::is_listed_stamp(const StampKey& key) const {
  return list && std::ranges::find(list->stamps, key) != list->stamps.end();
}

Result<void> Gossip::State::take_list(Turn& turn,
                                      ByteView bytes,
                                      const crypto::SignPublicKey& from_authority,
                                      const Neighbour* from) {
  TRY(MeshList newer, wire::decode_mesh_list(bytes));
  if (coalition && newer.coalition != *coalition)
    return fail(Errc::not_allowed, "a mesh list of another coalition");
  if (!is_by_heir_of(newer, from_authority))
    return fail(Errc::not_allowed, "a mesh list of an authority we do not follow");
  if (!wire::is_signed(newer)) return fail(Errc::unauthenticated, "a mesh list nobody signed");
  if (list) {
    const bool is_tie = version_of(newer) == version_of(*list);
    // Two of one number and seq: everybody takes the same one.
    const bool is_better = is_tie ? crypto::blake2b_256(bytes) < crypto::blake2b_256(list_bytes)
                                  : version_of(newer) > version_of(*list);
    if (!is_better) return {};
    for (auto& [id, to] : links) {
      if (is_tie && &to != from)
        to.list = {0, 0};  // by number and seq alone it would seem to have it
    }
  }
  use_list(std::move(newer), to_bytes(bytes));
  turn.outbox.keep(Table::mesh_list, list_row(), list_bytes);
  turn.out.list = *list;
  for (auto& [id, to] : links) tell_list(turn, to);
  return {};
}

void Gossip::State::on_list(Turn& turn, Neighbour& from, const MeshListFrame& frame) {
  if (!from.is_member() || !authority || !from.in.lists.try_take(1, turn.now.instant)) return;
  const auto theirs = wire::decode_mesh_list(frame.list);
  if (!theirs) return close(turn, from, ByeReason::abuse);
  from.list = std::max(from.list, version_of(*theirs));
  // A list that does not count here changes nothing, and its sender learns nothing.
  static_cast<void>(take_list(turn, frame.list, *authority, &from));
}

// Who is behind is sent ours. HELLO told them apart by number and seq alone; of two that tie, the
// smaller hash travels with the next change.
void Gossip::State::tell_list(Turn& turn, Neighbour& to) {
  if (!list || !to.hello || !to.is_member() || to.list >= version_of(*list)) return;
  if (!to.out.lists.try_take(1, turn.now.instant)) return;  // told with the next sync
  to.list = version_of(*list);
  turn.out.frames.push_back({to.up.link, Queue::sync, MeshListFrame{list_bytes}});
}

}  // namespace tocsin::gossip
