// What the operator of a relay has decided about it (gossip.md §11): that it goes away, how much
// disk envelopes may take, whom it shuts out. Kept in Table::upkeep, since a box that restarts must
// not forget any of it. It knows links by numbers and peers by a hash, never an address.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/model/write.h"
#include "core/seam/outbox.h"

namespace tocsin::gossip {

class Upkeep {
 public:
  struct Block {
    std::uint64_t number;  // of the link it was asked for
    WallTime until;
  };

  explicit Upkeep(const std::vector<StoredRow>& kept);

  bool is_draining() const { return draining_since_.has_value(); }

  const std::optional<WallTime>& draining_since() const { return draining_since_; }

  void drain(WallTime since, Outbox& outbox);
  void carry_on(Outbox& outbox);

  const std::optional<std::uint64_t>& disk_bytes() const { return disk_bytes_; }

  void set_disk_bytes(std::optional<std::uint64_t> bytes, Outbox& outbox);

  // A number for one link. None is given twice, also after a restart: who acts on an old screen
  // must not meet somebody else.
  std::uint64_t next_number(Outbox& outbox);

  // False: there is no room for one more.
  bool block(const PeerId& peer, const Block& block, Outbox& outbox);
  bool unblock(std::uint64_t number, Outbox& outbox);
  void end_blocks(WallTime now, Outbox& outbox);
  bool is_blocked(const PeerId& peer, WallTime now) const;
  std::vector<Block> blocks(WallTime now) const;  // by number

 private:
  void restore(Reader& key, Reader& value);

  std::optional<WallTime> draining_since_;
  std::optional<std::uint64_t> disk_bytes_;
  std::uint64_t last_number_ = 0;
  std::map<PeerId, Block> blocks_;
};

}  // namespace tocsin::gossip
