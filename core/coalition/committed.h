// How many people an org says are committed, without telling of anybody: rounded, hidden when few,
// topped when nearly all (params.privacy, readiness.md §4). In an ack `reached` = `of` means topped
// and zeros mean hidden.
#pragma once

#include <cstdint>

#include "core/model/charter.h"

namespace tocsin::coalition {

struct Committed {
  std::uint32_t reached = 0;
  std::uint32_t of = 0;
  friend bool operator==(const Committed&, const Committed&) = default;
};

// What an ack may say of these numbers. To say it again changes nothing.
Committed publishable(Committed raw, const PrivacyParams& params);

struct CommittedShown {
  bool is_hidden = false;
  bool is_topped = false;
  std::uint32_t count = 0;  // at least so many
};

CommittedShown shown(Committed said, const PrivacyParams& params);

}  // namespace tocsin::coalition
