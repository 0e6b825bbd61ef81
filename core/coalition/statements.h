// The accepted statements, by id. Owns the bytes, the slots of others (two contents in one slot are
// both kept: evidence.h), when each was first seen, and the indexes the rest of the room reads.
// Never what a statement brings about: that is tally.h, freeze.h, standing.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "core/model/debrief.h"
#include "core/model/decision.h"
#include "core/model/manifest.h"
#include "core/model/relay.h"
#include "core/model/report.h"
#include "core/model/statement.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

using Body = std::variant<Charter,
                          Manifest,
                          Roll,
                          Freeze,
                          Proposal,
                          Signoff,
                          Call,
                          Stop,
                          Ack,
                          Report,
                          Debrief,
                          RelayCert,
                          RelayDrop>;

// Parses, builds and compares with the received bytes. not_allowed: a type that is not accepted
// here.
Result<Body> decode_body(const Statement& statement);
const Head& head_of(const Body& body);

// One place in which a device signs one content (decisions.md §2). What fills it is evidence.h.
enum class SlotKind : std::uint8_t { seq = 1, approval, roll };

struct Slot {
  DeviceId device;
  SlotKind kind = SlotKind::seq;
  StatementType chain = StatementType::roll;  // whose version is approved
  std::uint64_t number = 0;                   // seq, or the version
  StatementId after = StatementId::zero();    // of a roll entry: the one before
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

struct Filled {
  Slot slot;
  StatementId content;  // the statement; of an approval its subject, which may be signed again
};

// Two statements of one device in one slot: anybody can check them, whoever brought them.
struct Evidence {
  OrgId org;
  StatementId first;
  StatementId second;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Accepted {
  StatementId id;
  Statement statement;
  Body body;
  WallTime seen_at;

  template <class T>
  const T& as() const {
    return std::get<T>(body);
  }
};

class Statements {
 public:
  explicit Statements(const Snapshot& restored);

  const Accepted* find(const StatementId& id) const;

  // Of that type, else null.
  template <class T>
  const T* find_as(const StatementId& id) const {
    const Accepted* found = find(id);
    return found == nullptr ? nullptr : std::get_if<T>(&found->body);
  }

  const std::map<StatementId, Accepted>& all() const { return accepted_; }

  std::vector<const Accepted*> of(StatementType type) const;
  // Sign-offs, stops, acks, calls, thaws, debriefs that name `subject`.
  std::vector<const Accepted*> about(const StatementId& subject, StatementType type) const;
  // Unique prefix, lower-case hex. not_found; conflict: more than one.
  Result<StatementId> by_prefix(std::string_view hex) const;

  // Against each device that signed two contents in one slot, the least pair: the same wherever the
  // same was accepted, in whatever order.
  const std::map<DeviceId, Evidence>& evidence() const { return evidence_; }

  // Keeps it; false if it was here already.
  bool insert(Accepted accepted, Outbox& outbox);
  std::uint64_t seq_max(const DeviceId& device) const;

 private:
  void index(const Accepted& accepted);
  void note_split(const Slot& slot);

  std::map<StatementId, Accepted> accepted_;
  std::map<StatementType, std::set<StatementId>> by_type_;
  std::map<std::pair<StatementId, StatementType>, std::set<StatementId>> about_;
  using Contents = std::map<StatementId, StatementId>;  // and by which statement, the least
  std::map<Slot, Contents> slots_;
  std::map<DeviceId, Slot> split_;  // the least slot with two contents
  std::map<DeviceId, Evidence> evidence_;
  std::map<DeviceId, std::uint64_t> seq_max_;
};

}  // namespace tocsin::coalition
