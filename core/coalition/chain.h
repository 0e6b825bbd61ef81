// Chains of versions (decisions.md §6), one piece of code for charters and manifests: what follows
// what, which of several complete successors stands, and when nobody can say. Whether a version is
// complete is lineage.h.
#pragma once

#include <cstdint>
#include <vector>

#include "core/coalition/signed.h"
#include "core/model/ids.h"

namespace tocsin::coalition {

//   v1 <--prev-- v2 <--prev-- v3        one complete successor: it stands
//          ^---- v2'                    two, neither skips the other: a fork, nothing starts
//          ^---- v4 (skips v2, v2')     settles it: v2 and v2' fall with all that follows them
struct ChainLink {
  StatementId id;
  StatementId prev;
  std::uint32_t version;
  std::vector<StatementId> skips;
};

template <class T>
ChainLink link_of(const StatementId& id, const T& value) {
  return ChainLink{id, value.prev, value.version, value.skips};
}

// `next` names `prev`, and its version says so: prev.version + 1 + |skips|.
bool follows(const ChainLink& next, const ChainLink& prev);

// Of complete successors of one version, those that no other one skips; sorted. One: it stands.
// More: a fork.
std::vector<StatementId> unskipped(const std::vector<ChainLink>& complete);

}  // namespace tocsin::coalition
