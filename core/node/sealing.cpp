// What is left of a node while its profile is sealed (docs/decisions, 0059).
#include "core/node/state.h"

namespace tocsin {
namespace {

// Of pinned peers and lists: more than there can be.
constexpr std::size_t sealed_rows_max = 4'096;

}  // namespace

std::optional<Snapshot> Node::sealed() const {
  const State& state = *state_;
  if (state.is_relay() || !state.identity.has_coalition() || state.gossip.list() == nullptr)
    return std::nullopt;
  Snapshot snapshot;
  auto keys = state.links.rows_while_sealed();
  if (keys.empty()) return std::nullopt;
  snapshot.rows[Table::link_keys] = std::move(keys);
  // No receipts: they would tell which envelopes are our own.
  for (const Table table : {Table::mesh_list, Table::peers})
    snapshot.rows[table] = state.archive.rows(table, {}, sealed_rows_max);
  return snapshot;
}

}  // namespace tocsin
