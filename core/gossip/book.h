// Durable addresses and their back-off (gossip.md §8): pinned peers, listed relays, and as a guest
// the places of an invite. It knows when an address may be dialled, not whether anybody wants to.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/mesh_list.h"
#include "core/model/peer.h"
#include "core/model/write.h"
#include "core/seam/outbox.h"

namespace tocsin::gossip {

using Label = std::array<std::uint8_t, 16>;

class Book {
 public:
  struct Attempt {
    Address address;
    std::uint32_t tries = 0;  // failures in a row
    Instant due = Instant::min();
  };

  struct Entry {
    std::vector<Attempt> attempts;
    bool is_pinned = false;
    bool is_listed = false;
    bool is_relay_place = false;
    bool is_draining = false;  // by its last HELLO
    Label label{};             // of a listed relay
    std::optional<InviteTicket> ticket;
    std::optional<std::size_t> dialling;  // which address
    Instant dialled_at{};

    bool is_relay() const { return is_listed || is_relay_place; }

    bool is_wanted() const { return is_pinned || is_listed || ticket; }
  };

  explicit Book(const std::vector<StoredRow>& peers);

  // Kept in Table::peers.
  void pin(const LinkKey& key, const std::vector<Address>& addresses, Outbox& outbox);
  bool unpin(const LinkKey& key, Outbox& outbox);
  void list(const std::vector<ListedRelay>& relays, const std::optional<LinkKey>& self);
  void visit(const std::vector<Destination>& places);
  void forget_places();

  const std::map<LinkKey, Entry>& entries() const { return entries_; }

  const Entry* find(const LinkKey& key) const;
  std::size_t dialling() const;

  // When the next of its addresses may be dialled; nothing if it has none or is being dialled.
  std::optional<Instant> due(const LinkKey& key) const;
  Destination dial(const LinkKey& key, Now now);  // the address due first
  void failed(const LinkKey& key, Now now, Random& random);
  void up(const LinkKey& key);
  void down(const LinkKey& key, bool was_steady, Now now, Random& random);
  void full(const LinkKey& key, Now now);  // the peer has no room: not before ten minutes
  void set_draining(const LinkKey& key, bool is_draining);
  // Dials of which nothing was heard; returns when the next is given up.
  std::optional<Instant> give_up(Now now, Random& random);
  void reset();

 private:
  Entry& entry(const LinkKey& key) { return entries_[key]; }

  void drop_unwanted();

  std::map<LinkKey, Entry> entries_;
};

}  // namespace tocsin::gossip
