// An org's private list of workers and what they pledged (docs/protocol/readiness.md). Never leaves
// the org's own devices: its one encoder is that of list_rows.h, for devices that share the list.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/model/charter.h"

namespace tocsin {

struct Worker {
  std::string ref;  // the list's own key, [a-z0-9-]{1,64}
  std::string name;
  std::string contact;
  Cell workplace;
  std::string unit;
  std::string shift;
  std::string steward;          // handle
  std::uint8_t assessment = 0;  // 0 unknown, 1 to 5
  std::uint32_t assessed_day = 0;
  WallTime edited_at{};  // of all but the assessment: among devices that share it the last wins
  friend auto operator<=>(const Worker&, const Worker&) = default;
};

struct Pledge {
  std::string worker;  // ref
  std::string campaign;
  std::string ask;      // stop_work, close ...
  std::string text_id;  // the risk-and-support text that was shown
  std::string card_ref;
  std::uint32_t given_day = 0;
  std::uint32_t revoked_day = 0;  // 0: stands; a revoked pledge never returns
  friend auto operator<=>(const Pledge&, const Pledge&) = default;
};

struct StructureTest {
  Cell cell;
  std::string kind;
  std::uint32_t day = 0;
  std::vector<std::string> took_part;  // refs, sorted
  friend auto operator<=>(const StructureTest&, const StructureTest&) = default;
};

}  // namespace tocsin
