// What a called org says once it is over, for all delegates: what was planned, what happened, what
// to keep and to change, and who does what next (coalition.md §3). It counts, like a report, once
// two delegates of the org have signed it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/decision.h"

namespace tocsin {

// How many of those who were called came out. A band, never a count.
enum class TurnoutBand : std::uint8_t {
  under_quarter = 1,
  under_half = 2,
  under_three_quarters = 3,
  most = 4,
  nearly_all = 5
};

// As people write and read them.
inline constexpr std::array<std::pair<std::string_view, TurnoutBand>, 5> turnout_words{{
    {"under_quarter", TurnoutBand::under_quarter},
    {"under_half", TurnoutBand::under_half},
    {"under_three_quarters", TurnoutBand::under_three_quarters},
    {"most", TurnoutBand::most},
    {"nearly_all", TurnoutBand::nearly_all},
}};

std::string_view word(TurnoutBand band);

struct Turnout {
  Cell cell;
  TurnoutBand band = TurnoutBand::under_quarter;
  friend auto operator<=>(const Turnout&, const Turnout&) = default;
};

// What another org, or one's own, is asked or promises to do next.
struct NextStep {
  OrgId org;
  std::string text;
  friend auto operator<=>(const NextStep&, const NextStep&) = default;
};

struct Debrief {
  Head head;
  StatementId call = StatementId::zero();
  std::string planned, happened, why, keep, change;
  std::vector<DemandOutcome> outcomes;  // one per demand of the proposal
  std::vector<Turnout> turnout;         // sorted by cell
  std::vector<NextStep> next;           // as written
  friend bool operator==(const Debrief&, const Debrief&) = default;
};

}  // namespace tocsin
