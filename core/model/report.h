// What an org publishes of its pledges: rounded, suppressed counts per cell, signed by two
// delegates (docs/protocol/readiness.md §4). The only noun that coalition and readiness share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/crypto/hash.h"
#include "core/model/charter.h"
#include "core/model/statement.h"

namespace tocsin {

struct CellCount {
  Cell cell;
  std::uint32_t eligible = 0;  // rounded up
  std::uint32_t pledged = 0;   // rounded down; 0 where topped
  bool is_topped = false;      // worth top_code_bp of eligible
  friend auto operator<=>(const CellCount&, const CellCount&) = default;
};

struct TestCount {
  Cell cell;
  std::string kind;
  std::uint32_t day = 0;
  std::uint32_t took_part = 0;
  friend auto operator<=>(const TestCount&, const TestCount&) = default;
};

struct VoteResult {
  std::uint32_t day = 0;  // 0: no vote
  std::uint32_t valid_until_day = 0;
  std::uint32_t turnout_bp = 0;
  std::uint32_t yes_bp = 0;
  std::string method;
  friend auto operator<=>(const VoteResult&, const VoteResult&) = default;
};

struct ContractDate {
  Cell cell;
  std::uint32_t ends_day = 0;
  std::uint32_t notice_by_day = 0;
  bool is_sure = false;
  friend auto operator<=>(const ContractDate&, const ContractDate&) = default;
};

struct Report {
  Head head;
  std::uint32_t period = 0;
  WallTime as_of;
  std::vector<CellCount> cells;  // sorted, hidden cells absent
  std::vector<TestCount> tests;
  VoteResult vote;
  std::vector<ContractDate> contracts;
  std::uint32_t fund_days_band = 0;
  crypto::Hash root{};  // Merkle root over roster rows
  friend bool operator==(const Report&, const Report&) = default;
};

}  // namespace tocsin
