// `doctor --before-action`: what must be right on this laptop before its user signs or calls in
// earnest, told from the daemon's own answers. It judges no rule: `status` and `review` do.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/model/row.h"

namespace tocsin::cli {

// What the daemon answered; nothing where it was not asked or refused.
struct ActionFacts {
  std::vector<Row> state;                   // daemon state
  std::vector<Row> status;                  // status
  std::vector<Row> chart;                   // chart
  std::vector<Row> charter;                 // charter show
  std::vector<Row> manifest;                // manifest show
  std::vector<Row> debriefs;                // debrief summary of every call that is over
  std::optional<std::uint64_t> free_bytes;  // where the profile lies
  WallTime now;
};

// Rows check{verdict, about, says, todo?}.
std::vector<Row> action_checks(const ActionFacts& facts);

}  // namespace tocsin::cli
