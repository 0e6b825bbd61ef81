// What this device has promised: its own sequence and, per chain and version, the draft it
// approved. A promise is kept in the batch that releases the statement, so a crash between the two
// never signs two contents in one slot (decisions.md §2).
#pragma once

#include <cstdint>
#include <map>

#include "core/base/result.h"
#include "core/model/ids.h"
#include "core/model/statement.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

// An approval of a charter or a manifest. The chain is the id of its version 1.
struct ChainSlot {
  StatementType chain_type;
  StatementId chain;
  std::uint32_t version;
  friend auto operator<=>(const ChainSlot&, const ChainSlot&) = default;
};

class Slots {
 public:
  explicit Slots(const Snapshot& restored);

  // The next free number, above everything this device ever signed (`known`: what came back from
  // others). Kept.
  std::uint64_t take_seq(std::uint64_t known, Outbox& outbox);
  // conflict: another draft was approved in this slot.
  Result<void> promise(const ChainSlot& slot, const StatementId& subject, Outbox& outbox);
  // What it promised there, or zero.
  StatementId promised(const ChainSlot& slot) const;
  bool has_promised(StatementType chain_type, const StatementId& subject) const;

 private:
  std::uint64_t seq_ = 0;
  std::map<ChainSlot, StatementId> promises_;
};

}  // namespace tocsin::coalition
