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
      {"start.hold", start.hold, days{1}, days{14}},
      {"start.min_lead", start.min_lead, hours{12}, days{30}},
      {"start.max_lead", start.max_lead, Seconds{0}, days{90}},
      {"start.max_mandate", start.max_mandate, days{7}, days{366}},
      {"start.max_duration", start.max_duration, hours{1}, days{90}},
      {"start.spread", start.spread, minutes{10}, hours{24}},
      {"fresh.signoff", fresh.signoff, days{1}, days{30}},
      {"fresh.report", fresh.report, days{7}, days{60}},
      {"fresh.manifest", fresh.manifest, days{30}, days{400}},
      {"fresh.skew", fresh.skew, minutes{1}, minutes{30}},
      {"privacy.period", privacy.period, days{7}, days{31}},
      {"privacy.retention", privacy.retention, days{7}, days{730}},
      {"org.probation", params.org.probation, days{30}, days{400}},
      {"drill.hold", drill.hold, Seconds{0}, days{14}},
      {"drill.min_lead", drill.min_lead, Seconds{0}, days{30}},
      {"drill.quiet", drill.quiet, Seconds{0}, days{30}},
  };
}

std::vector<NumberParam> number_params(const CharterParams& params) {
  const PrivacyParams& privacy = params.privacy;
  return {
      {"privacy.cell_min", privacy.cell_min, 10, 50},
      {"privacy.round_to", privacy.round_to, 5, 25},
      {"privacy.top_code_bp", privacy.top_code_bp, 8000, 9500},
      {"org.sponsors", params.org.sponsors, 1, 4},
  };
}

}  // namespace tocsin::coalition
