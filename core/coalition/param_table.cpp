#include "core/coalition/param_table.h"

#include <chrono>

namespace tocsin::coalition {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

std::vector<SpanParam> span_params(const CharterParams& params) {
  const StartParams& start = params.start;
  const FreshParams& fresh = params.fresh;
  const PrivacyParams& privacy = params.privacy;
  const DrillParams& drill = params.drill;
  return {
      {"start.hold",
       start.hold,
       days{1},
       days{14},
       "the wait after a mandate, in which anybody can object"},
      {"start.min_lead", start.min_lead, hours{12}, days{30}, "from a call to its start, at least"},
      {"start.max_lead", start.max_lead, Seconds{0}, days{90}, "from a call to its start, at most"},
      {"start.max_mandate",
       start.max_mandate,
       days{7},
       days{366},
       "from a proposal to the end of its window, at most"},
      {"start.max_duration",
       start.max_duration,
       hours{1},
       days{90},
       "what an action may last, at most"},
      {"start.spread",
       start.spread,
       minutes{10},
       hours{24},
       "in which a stop should reach every organization"},
      {"fresh.signoff", fresh.signoff, days{1}, days{30}, "for which a sign-off counts"},
      {"fresh.report", fresh.report, days{7}, days{60}, "after which a report is stale"},
      {"fresh.manifest", fresh.manifest, days{30}, days{400}, "a manifest's life, at most"},
      {"fresh.skew", fresh.skew, minutes{1}, minutes{30}, "by which clocks may differ"},
      {"privacy.period", privacy.period, days{7}, days{31}, "between an organization's reports"},
      {"privacy.retention",
       privacy.retention,
       days{7},
       days{730},
       "from the end of an action until its names are destroyed"},
      {"org.probation",
       params.org.probation,
       days{30},
       days{400},
       "before a newcomer may become full"},
      {"drill.hold", drill.hold, Seconds{0}, days{14}, "the wait after a drill's mandate"},
      {"drill.min_lead",
       drill.min_lead,
       Seconds{0},
       days{30},
       "from a drill's call to its start, at least"},
      {"drill.quiet",
       drill.quiet,
       Seconds{0},
       days{30},
       "before and after a start, without drills"},
  };
}

std::vector<NumberParam> number_params(const CharterParams& params) {
  const PrivacyParams& privacy = params.privacy;
  return {
      {"privacy.cell_min", privacy.cell_min, 10, 50, "fewer people than these are not reported"},
      {"privacy.round_to",
       privacy.round_to,
       5,
       25,
       "to whose multiples reported counts are rounded"},
      {"privacy.top_code_bp",
       privacy.top_code_bp,
       8000,
       9500,
       "hundredths of a percent, above which a report says nearly all"},
      {"org.sponsors",
       params.org.sponsors,
       1,
       4,
       "organizations that speak for a newcomer, at least"},
  };
}

}  // namespace tocsin::coalition
