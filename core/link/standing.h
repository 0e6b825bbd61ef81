// What we are in the mesh: coalition, link keys L of the valid numbers, whom the list names as
// relays, whom our owner pinned; at a relay also the authority it follows and how its own box of a
// list is opened (link.md §6). Next: own_keys.h, admission.h.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/link/own_keys.h"
#include "core/model/mesh_key.h"
#include "core/model/mesh_list.h"
#include "core/model/relay.h"

namespace tocsin::link {

// L of one number, with what the gate needs of it.
struct HeldKey {
  MeshTag tag;
  std::uint32_t number;
  LinkMaterial material;
  crypto::Secret<struct GateTag, 32> gate;
};

class Standing {
 public:
  Standing(bool is_relay, const OwnKeys& keys, const Snapshot& restored);

  void set_coalition(const CoalitionId& coalition) { coalition_ = coalition; }

  const std::optional<CoalitionId>& coalition() const { return coalition_; }

  void set_keys(std::vector<LinkCredential> newest_first, const OwnKeys& keys);

  const std::vector<HeldKey>& keys() const { return held_; }

  const HeldKey* find(const MeshTag& tag) const;

  bool is_listed(const LinkKey& key) const { return listed_.contains(key); }

  void pin(const LinkKey& key) { pinned_.insert(key); }

  void unpin(const LinkKey& key) { pinned_.erase(key); }

  bool is_pinned(const LinkKey& key) const { return pinned_.contains(key); }

  // unauthenticated: the box is not ours. conflict: we stand in another coalition.
  Result<void> take_grant(const RelayGrant& grant, const OwnKeys& keys, Rows& rows);
  // After our own key is another.
  void make_gates(const OwnKeys& keys);
  // At a relay without a box of ours: no key is held afterwards.
  Result<void> take_list(const MeshList& list, const OwnKeys& keys, Rows& rows);
  // Coalition, authority, L's and whom the list names. A relay's at each change, a node's when it
  // is sealed.
  void keep(Rows& rows) const;

 private:
  Result<std::vector<LinkCredential>> open_box(ByteView box,
                                               std::uint32_t number,
                                               ByteView grant_secret) const;
  void restore(ByteView row, const OwnKeys& keys);

  bool is_relay_;
  std::optional<CoalitionId> coalition_;
  crypto::SignPublicKey authority_{};
  std::vector<HeldKey> held_;
  std::set<LinkKey> listed_;
  std::set<LinkKey> pinned_;
};

}  // namespace tocsin::link
