// The report of one period: built from the table as of the period's end, committed to by a root,
// and the same for as long as the period lasts, so that two drafts of one period cannot be
// subtracted. What may be shown of the table: suppression.h; the root: commitment.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/model/charter.h"
#include "core/model/command.h"
#include "core/model/report.h"
#include "core/readiness/commitment.h"
#include "core/readiness/row_key.h"
#include "core/readiness/table.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

struct Period {
  std::uint32_t number = 0;
  WallTime as_of;  // the end of the last whole period; of period 0 the charter's first moment
  WallTime next;
};

// Nothing before the charter is in force.
std::optional<Period> period_at(const Charter& charter, WallTime now);

struct ReportSources {
  const Holdings& holdings;
  const std::vector<VoteResult>& votes;
  const std::vector<ContractDate>& contracts;
  const Charter& charter;
  const CharterOrg& org;
  const Asks& asks;
};

struct BuiltReport {
  Report report;  // head and root empty
  std::vector<Cell> hidden;
  std::vector<std::string> refs;  // of the rows below
  std::vector<RootRow> rows;
};

BuiltReport build_report(const ReportSources& sources, const Period& period);

// What stays of a drafted report: it holds no worker, so it outlives the campaign.
struct DraftedReport {
  std::string campaign;
  std::uint32_t period = 0;
  crypto::Hash root{};
  crypto::Hash table{};  // hash of the report without head and root
};

std::optional<DraftedReport> find_drafted(const Archive& archive, WallTime as_of);

// What opens any leaf of its root later, under the campaign's key.
struct Openings {
  Salt seed{};
  std::vector<std::string> refs;
  std::vector<RootRow> rows;
};

std::optional<Openings> find_openings(const Archive& archive, const RowKey& key, WallTime as_of);

// Where a report is kept.
struct ReportPlace {
  const Period& period;
  std::string_view campaign;
  const RowKey& key;  // the campaign's
  const Archive& archive;
};

// The report with its root. E_PERIOD: this period has a report, and it says something else.
Reply<Report> commit_report(const BuiltReport& built,
                            const ReportPlace& place,
                            Random& random,
                            Outbox& outbox);

}  // namespace tocsin::readiness
