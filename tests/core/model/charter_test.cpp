#include "core/model/charter.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("what a charter leaves out takes the defaults of the page") {
  const CharterParams params = default_params();
  constexpr std::int64_t hour = 3600;
  constexpr std::int64_t day = 24 * hour;
  CHECK(params.start.hold.count() == 72 * hour);
  CHECK(params.start.min_lead.count() == 48 * hour);
  CHECK(params.start.max_lead.count() == 30 * day);
  CHECK(params.start.max_mandate.count() == 120 * day);
  CHECK(params.start.max_duration.count() == 14 * day);
  CHECK(params.start.spread.count() == hour);
  CHECK(params.fresh.signoff.count() == 14 * day);
  CHECK(params.fresh.report.count() == 21 * day);
  CHECK(params.fresh.manifest.count() == 180 * day);
  CHECK(params.fresh.skew.count() == 600);
  CHECK(params.privacy.cell_min == 10);
  CHECK(params.privacy.round_to == 5);
  CHECK(params.privacy.top_code_bp == 9000);
  CHECK(params.privacy.period.count() == 14 * day);
  CHECK(params.privacy.retention.count() == 90 * day);
  CHECK(params.org.probation.count() == 90 * day);
  CHECK(params.org.sponsors == 2);
  CHECK(params.drill.hold.count() == 0);
  CHECK(params.drill.min_lead.count() == 600);
  CHECK(params.drill.quiet.count() == 72 * hour);
}

}  // namespace tocsin
