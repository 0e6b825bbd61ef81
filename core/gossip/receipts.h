// Own envelopes and who has stored them (gossip.md §4). An envelope is stored when three neighbours
// said so, one of them a relay if one is listed; all neighbours, if fewer are known. Kept in
// Table::receipts, so a restart neither forgets a receipt nor that an envelope still waits for one.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/model/write.h"
#include "core/seam/outbox.h"

namespace tocsin::gossip {

class Receipts {
 public:
  struct Receipt {
    PeerId peer;
    bool is_relay;
  };

  // What "enough" means now.
  struct Known {
    std::size_t neighbours = 0;
    bool has_listed_relay = false;
  };

  struct Own {
    std::uint32_t expiry_hour = 0;
    bool is_stored = false;
    std::vector<Receipt> receipts;
    // A normal envelope goes to one link first, and to all if no other link names it.
    std::optional<PeerId> first_told;
    bool is_named_by_other = false;
  };

  explicit Receipts(const std::vector<StoredRow>& rows);

  Own& add(const EnvelopeId& id, std::uint32_t expiry_hour, Now now, Outbox& outbox);
  Own* find(const EnvelopeId& id);
  const Own* find(const EnvelopeId& id) const;
  // True: a new receipt.
  bool note(const EnvelopeId& id, const Receipt& receipt, const Known& known, Outbox& outbox);
  // Own envelopes for which what they have is enough by now, fewer being known than before.
  std::vector<EnvelopeId> enough_now(const Known& known, Outbox& outbox);
  void expire(std::uint32_t hour, Outbox& outbox);

  void set_first_due(const EnvelopeId& id, Instant due) { first_.emplace(due, id); }

  void set_all_due(const EnvelopeId& id, Instant due) { all_.emplace(due, id); }

  // Own envelopes whose first or second moment has come; the moment is spent.
  std::vector<EnvelopeId> take_first_due(Instant now) { return take_due(first_, now); }

  std::vector<EnvelopeId> take_all_due(Instant now) { return take_due(all_, now); }

  std::optional<Instant> next_due() const;
  // Some own envelope waits for receipts longer than a neighbour may take.
  bool is_any_waiting(Instant now) const;

  std::size_t unstored() const { return unstored_; }

  std::vector<EnvelopeId> waiting() const;

 private:
  using Timers = std::set<std::pair<Instant, EnvelopeId>>;

  static std::vector<EnvelopeId> take_due(Timers& timers, Instant now);
  void keep(const EnvelopeId& id, const Own& own, Outbox& outbox) const;

  std::map<EnvelopeId, Own> own_;
  Timers first_;
  Timers all_;
  std::size_t unstored_ = 0;
  std::optional<Instant> unstored_since_;
};

}  // namespace tocsin::gossip
