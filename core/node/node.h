// The hub: five machines that cannot see each other, and the routing between them (ARCHITECTURE
// §4). It decides nothing. Drivers call it only through run_batch (batch.h).
#pragma once

#include <memory>
#include <optional>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/seam/effects.h"
#include "core/seam/event.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin {

enum class NodeRole : std::uint8_t { node, relay };

struct NodeSettings {
  NodeRole role = NodeRole::node;
  std::vector<Address> listen;  // what others may dial: goes into cards and invites
};

class Node {
 public:
  Node(Random& random, const Archive& archive, NodeSettings settings, const Snapshot& restored);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  Effects handle(Event event, Now now);
  Effects wake(Now now);                       // when next_wakeup() is due; harmless if early
  std::optional<Instant> next_wakeup() const;  // ask again after every handle() and wake()

  // What a node needs that receives and can read nothing (docs/decisions, 0059): own link key, the
  // link keys of the valid numbers, mesh list, pinned peers. The index of envelopes is the store's
  // to add. Nothing: it would have nobody to link to yet. Between batches.
  std::optional<Snapshot> sealed() const;

  struct State;  // core/node/state.h

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tocsin
