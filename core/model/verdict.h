// What a rule or a verification says, with its reason. "The rules say no to a valid object" is a
// verdict, never an Error. Codes and exits: coalition.md §10, PROTOCOL §6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/ids.h"

namespace tocsin {

enum class Exit : std::uint8_t {
  ok = 0,
  usage = 2,
  not_met = 3,
  held = 4,
  invalid = 5,
  clock = 6,
  second_person = 7,
  bug = 70,
  memory = 71,
  io = 74,
  later = 75,
  permission = 77,
  config = 78
};

enum class Reason : std::uint8_t {
  size,
  decode,
  type,
  mode,
  coalition,
  charter_unknown,
  charter_fork,
  feature,
  lint,
  key_dup,
  manifest_expired,
  delegate,
  sig,
  missing,
  demand,
  target,
  wave,
  expired,
  count,
  kind_min,
  bearing,
  ratify,
  stale,
  strength,
  tests,
  vote,
  drill,
  join,
  hold,
  blocked,
  checklist,
  render,
  lead_min,
  lead_max,
  charter_stale,
  stopped,
  frozen,
  equivocation,
  unconfirmed,
  debrief,
  clock,
  second,
  roll,
  slot
};

std::string_view code(Reason reason);  // "E_SIZE" ...

// One part of a rule that is not met: have of need.
struct Lack {
  Reason reason = Reason::count;
  std::string node;  // share, count, kinds, strength ...
  std::uint64_t have = 0;
  std::uint64_t need = 0;
  std::string hint;  // who or what would mend it, in plain words
  friend bool operator==(const Lack&, const Lack&) = default;
};

enum class Outcome : std::uint8_t { valid, not_met, invalid, held };

struct Verdict {
  Outcome outcome = Outcome::invalid;
  std::vector<Reason> reasons;  // first one decides
  std::vector<Lack> lacks;
  bool mandate_attested = false;  // reports are left out
  friend bool operator==(const Verdict&, const Verdict&) = default;

  static Verdict invalid(Reason reason) { return {Outcome::invalid, {reason}, {}, false}; }

  bool is_valid() const { return outcome == Outcome::valid; }

  Exit exit() const {
    switch (outcome) {
      case Outcome::valid:
        return Exit::ok;
      case Outcome::not_met:
        return Exit::not_met;
      case Outcome::invalid:
        return Exit::invalid;
      case Outcome::held:
        return Exit::held;
    }
    return Exit::bug;
  }
};

}  // namespace tocsin
