// What a charter says (coalition.md §3, coalition.md §4). All policy of a coalition is data in
// here.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/model/rule.h"
#include "core/model/statement.h"

namespace tocsin {

// (sector, region, optional workplace code of <= 16 bytes), for which counts are published.
struct Cell {
  std::string sector;
  std::string region;
  std::string code;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};

enum class Standing : std::uint8_t { full = 1, provisional = 2, observer = 3 };

struct CharterOrg {
  OrgId id;
  std::string slug;
  std::string name;
  std::string kind;
  Standing standing = Standing::full;
  std::vector<Cell> claims;
  std::vector<std::string> checklists;
  std::vector<OrgId> sponsors;
  WallTime since;
  bool is_solo = false;
  friend auto operator<=>(const CharterOrg&, const CharterOrg&) = default;
};

struct Ask {
  std::string kind;
  std::string ask;  // stop_work, close, vigil, rally ...
  friend auto operator<=>(const Ask&, const Ask&) = default;
};

struct Action {
  std::string name;
  bool stops_work = false;
  std::vector<Ask> asks;
  Rule mandate;
  Rule call;
  friend auto operator<=>(const Action&, const Action&) = default;
};

struct CharterRules {
  Rule block, abort, pause, end, amend, drill;
  friend auto operator<=>(const CharterRules&, const CharterRules&) = default;
};

struct StartParams {
  Seconds hold, min_lead, max_lead, max_mandate, max_duration, spread;
  friend auto operator<=>(const StartParams&, const StartParams&) = default;
};

struct FreshParams {
  Seconds signoff, report, manifest, skew;
  friend auto operator<=>(const FreshParams&, const FreshParams&) = default;
};

struct PrivacyParams {
  std::uint32_t cell_min, round_to, top_code_bp;
  Seconds period, retention;
  friend auto operator<=>(const PrivacyParams&, const PrivacyParams&) = default;
};

struct OrgParams {
  Seconds probation;
  std::uint32_t sponsors;
  friend auto operator<=>(const OrgParams&, const OrgParams&) = default;
};

struct DrillParams {
  Seconds hold, min_lead, quiet;
  friend auto operator<=>(const DrillParams&, const DrillParams&) = default;
};

struct CharterParams {
  StartParams start;
  FreshParams fresh;
  PrivacyParams privacy;
  OrgParams org;
  DrillParams drill;
  friend auto operator<=>(const CharterParams&, const CharterParams&) = default;
};

// Defaults of coalition.md §4.
CharterParams default_params();

struct Charter {
  Head head;
  std::uint32_t version = 1;
  StatementId prev = StatementId::zero();
  std::vector<StatementId> skips;
  std::string name;
  bool is_rehearsal = false;
  std::vector<std::string> languages, regions, sectors, kinds;
  std::uint32_t assumed_faulty = 0;
  std::vector<CharterOrg> orgs;  // sorted by id
  std::vector<Action> actions;   // sorted by name
  CharterRules rules;
  CharterParams params;
  std::vector<std::string> checklists;
  std::vector<StatementId> carry;
  std::vector<std::string> features;  // empty in version 1
  WallTime effective_at;
  WallTime review_by;
  friend bool operator==(const Charter&, const Charter&) = default;
};

}  // namespace tocsin
