// What goes into the next mesh list and when one is due (link.md §6): pure functions of the relay
// certs that count, the stamp keys seen and the mesh keys held. Who is first to make it is
// core/node's timer over duty order.
#pragma once

#include <set>
#include <vector>

#include "core/base/random.h"
#include "core/model/mesh_key.h"
#include "core/model/mesh_list.h"
#include "core/model/relay.h"

namespace tocsin::coalition {

struct ListParts {
  CoalitionId coalition;
  const MeshList* current;  // null: this is the first
  std::uint32_t made_hour;
  const std::vector<MeshKeyRecord>&
      mesh_keys;  // valid ones, newest first; the first has the authority seed
  std::vector<RelayCert> relays;
  std::vector<StampKey> stamps;
  std::set<LinkKey> dropped{};  // by a delegate who counts: they leave the list
};

// Encoded and signed. A relay of the current list whose cert has not come here yet keeps its entry:
// not having heard of a relay is no reason to close it. not_allowed: no authority seed here.
// limit_exceeded: over 200 relays or 512 stamp keys.
Result<Bytes> make_mesh_list(Random& random, const ListParts& parts);

// True when `current` lacks a cert or stamp key that counts, or holds a relay that was dropped.
bool is_list_due(const MeshList& current,
                 const std::vector<RelayCert>& relays,
                 const std::vector<StampKey>& stamps,
                 const std::set<LinkKey>& dropped = {});

// What the operator of one listed relay feeds to `relay grant`.
Result<RelayGrant> make_grant(const MeshList& list, const LinkKey& relay);

}  // namespace tocsin::coalition
