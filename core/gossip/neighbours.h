// Whom we link to and why (gossip.md §8). A node: all pinned peers, and of the listed
// relays three of two labels. A relay: every listed relay, the smaller key dials. A guest: the
// places of its invite. It asks the book for addresses and counts links by their keys.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/gossip/book.h"

namespace tocsin::gossip {

class Neighbours {
 public:
  Neighbours(bool is_relay, Random& random);

  void set_self(const LinkKey& key) { self_ = key; }

  const std::optional<LinkKey>& self() const { return self_; }

  struct Wish {
    const std::map<LinkKey, std::size_t>& linked;  // links per key
    bool is_urgent = false;  // an own envelope waits for receipts: every relay
    Now now;
  };

  // Whom to dial now, each marked in the book. Ask again after every change and at next_due().
  std::vector<Destination> fill(Book& book, const Wish& wish);

  std::optional<Instant> next_due() const { return next_due_; }

  // A link went down by itself. True: half of all were silent within 15 s, so it is our own
  // network.
  bool is_sick_after_loss(std::size_t links_left, Now now);

 private:
  struct Ranked {
    std::uint64_t rank;
    LinkKey key;
    friend auto operator<=>(const Ranked&, const Ranked&) = default;
  };

  std::vector<LinkKey> relays_by_rank(const Book& book, Now now) const;
  std::vector<LinkKey> wanted(const Book& book, const Wish& wish) const;
  std::vector<LinkKey> wanted_relays(const Book& book, const Wish& wish) const;

  bool is_relay_;
  std::array<std::uint8_t, 16> secret_;  // which relays are ours is nobody's to foretell
  std::optional<LinkKey> self_;
  std::optional<Instant> next_due_;
  std::deque<Instant> losses_;
};

}  // namespace tocsin::gossip
