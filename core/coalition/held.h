// What the machine holds, and nothing of what it does with it: that is state.h. Private to
// core/coalition.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/coalition/clock.h"
#include "core/coalition/coalition.h"
#include "core/coalition/decisions.h"
#include "core/coalition/directory.h"
#include "core/coalition/electorate.h"
#include "core/coalition/exclusions.h"
#include "core/coalition/lineage.h"
#include "core/coalition/reviews.h"
#include "core/coalition/slots.h"
#include "core/coalition/standing.h"
#include "core/coalition/statements.h"
#include "core/coalition/waiting.h"

namespace tocsin::coalition {

struct Held {
  Held(Random& chance, const Archive& bulk, const Identity& self, const Snapshot& restored)
      : random{chance},
        archive{bulk},
        identity{self},
        statements{restored},
        waiting{restored},
        slots{restored},
        reviews{restored},
        decisions{restored} {}

  Random& random;
  const Archive& archive;
  const Identity& identity;
  Statements statements;
  Waiting waiting;
  Slots slots;
  Reviews reviews;
  Decisions decisions;
  Directory directory;
  std::optional<Lineage> lineage;
  std::map<StatementId, Electorate> electorates;  // by charter that stands, newest manifests
  std::optional<Electorate> electorate;           // of the charter in force
  Exclusions exclusions;
  std::map<StatementId, Mandate> mandates;    // found, by call
  std::map<StatementId, std::string> states;  // last told, by proposal, call, stop, report
  std::map<StatementId, WallTime> due;        // when to look at a proposal again
  std::map<StatementId, WallTime> early;      // waiting statements from the future
  std::map<std::pair<StatementId, std::uint16_t>, TargetState> target_states;
  // T0s slept through: when we first heard the others after that.
  std::map<std::pair<StatementId, std::uint16_t>, std::optional<WallTime>> slept;
  std::optional<WallTime> synced_at;
  PeerClocks clocks;
  Out pending;  // what time brought about in a call that was then refused
  std::optional<Now> awake_since;
  bool is_starting = false;
  bool was_suspect = false;
  std::optional<Now> last;
};

}  // namespace tocsin::coalition
