#include "cli/man_charter.h"

#include <fmt/format.h>

#include "cli/roff.h"
#include "core/coalition/moment.h"
#include "core/coalition/param_table.h"

namespace tocsin::cli {
namespace {

constexpr std::string_view example =
    R"(format = 1
name = "Two Rivers"
languages = ["en"]
regions = ["metro"]
sectors = ["service", "transport"]
kinds = ["union"]
assumed_faulty = 0
review_by = 2027-06-01
org = [
  { slug = "drivers", kind = "union", claims = ["transport/metro"] },
  { slug = "cleaners", kind = "union", claims = ["service/metro"] },
]
[params]
start = { hold = "72h", spread = "1h" }
[actions]
[actions.rally]
stops_work = false
asks = { union = "rally" }
mandate = { count = "full", min = 2 }
call = { count = "full", min = 2 }
[rules]
block = { count = "full", min = 1 }
abort = { count = "full", min = 1 }
pause = { count = "full", min = 1 }
end   = { share = "called", more_than = "1/2" }
amend = { count = "full", min = 2 }
drill = { count = "full", min = 1 }
)";

void top_level(Roff& page) {
  page.heading("fields");
  page.item("format", "1.");
  page.item("name", "The coalition's name, at most 80 bytes.");
  page.item("rehearsal",
            "true for a coalition that is practice: no floors of time, and nothing made in it ever "
            "counts in earnest. Cannot be changed later. false if left out.");
  page.item("languages", "Every text that is signed exists in each of these.");
  page.item("regions, sectors, kinds",
            "The words that claims, targets and rules may use. Sectors and regions make the cells "
            "for which counts are published; a kind is what sort of organization one is.");
  page.item("assumed_faulty",
            "How many organizations may lie at once, 0 to 3. Rules must hold in spite of so many.");
  page.item("effective_at",
            "From when it is in force. Of a first charter the moment of drafting if left out; an "
            "amendment "
            "must say it: later than drafting plus start.hold of the charter in force.");
  page.item("review_by",
            "After this day the coalition may stop, repair and amend, but start nothing. At most "
            "400 days ahead.");
  page.item("checklists", "Names of checklists that organizations may be bound to.");
  page.item("org", "The organizations, as a list of tables. See below.");
  page.item("params, actions, rules", "Tables. See below.");
  page.heading("organizations");
  page.item("slug",
            "Its short name: 2 to 24 of a-z, 0-9 and -. cards/SLUG.card is its manifest card.");
  page.item("kind", "One of kinds.");
  page.item(
      "claims",
      "Where its people work: \"sector/region\", or \"sector/region/code\" for one workplace.");
  page.item("checklists", "Those that it must go through before it joins a call.");
}

void actions(Roff& page) {
  page.heading("actions");
  page.paragraph("Each is a table [actions.NAME].");
  page.item("stops_work",
            "true if people are asked to stop work. Its mandate rule then needs, outside any: more "
            "than half of bearing, ratified by more than half, strength, and drill.");
  page.item("asks",
            "For each kind what its people are asked to do: stop_work, close, rally, vigil.");
  page.item("mandate", "The rule by which a proposal becomes a mandate.");
  page.item("call", "The rule by which a mandate may be called.");
  page.heading("rules");
  page.paragraph(
      "The table [rules] has one for each of: block (a proposal is held up by objections), abort "
      "(before it begins), pause, end, amend (the charter itself) and drill. All of these, and "
      "mandate and call of each action, are written as a rule:");
  page.item("all = [RULE, ...]", "Every one of them holds.");
  page.item("any = [RULE, ...]", "At least one of them holds.");
  page.item("share = WHOM, at_least = \"2/3\"",
            "So large a part of WHOM approves. more_than = \"1/2\" means strictly more. Nobody at "
            "all is never a share.");
  page.item("count = WHOM, min = N, min_kinds = K",
            "At least N of WHOM approve, of at least K kinds. min_kinds may be left out.");
  page.item("ratified = WHOM, at_least or more_than",
            "For each demand of the proposal, so large a part of WHOM ratifies it.");
  page.item(
      "strength = \"targets\", min_bp, min_cells, min_sectors, tests, tests_span",
      "At least min_cells targets, in at least min_sectors sectors, have a fresh report: "
      "pledged is at least min_bp hundredths of a percent of eligible, and there were so many "
      "tests within the span.");
  page.item("vote = WHOM, turnout_bp, yes_bp",
            "Each of WHOM reports a valid vote that reaches both, in hundredths of a percent.");
  page.item(
      "drill = WHOM, at_least or more_than, max_age",
      "So large a part of WHOM reviewed one and the same drill, not longer ago than max_age.");
  page.paragraph(
      "WHOM is full (all full organizations), kind:K, sector:S (with a claim there), bearing (the "
      "proposal's targets) or called (the call's). What is silent never counts as approval, and "
      "organizations that leave do not lower a bar.");
}

void parameters(Roff& page) {
  const CharterParams defaults = default_params();
  page.heading("parameters");
  page.paragraph(
      "Tables in [params]: start = { hold = \"72h\" } is start.hold. What is left out takes its "
      "default. A span is a number with s, m, h or d. A rehearsal has no floors of time.");
  for (const coalition::SpanParam& param : coalition::span_params(defaults))
    page.item(param.name,
              fmt::format("{}, from {} to {}: {}.",
                          coalition::duration(param.value),
                          coalition::duration(param.floor),
                          coalition::duration(param.ceiling),
                          param.says));
  for (const coalition::NumberParam& param : coalition::number_params(defaults))
    page.item(
        param.name,
        fmt::format("{}, from {} to {}: {}.", param.value, param.floor, param.ceiling, param.says));
}

}  // namespace

std::string_view charter_man_example() {
  return example;
}

std::string charter_man_page() {
  Roff page{"tocsin-charter", 5, "how a charter is written"};
  page.heading("description");
  page.paragraph(
      "A charter says who belongs to a coalition and which rule decides what. It is written as "
      "TOML, checked by tocsin charter lint, drafted by tocsin draft charter, and signed by k "
      "delegates of each organization. Values are signed, comments are not. A field that is not "
      "known is a mistake, never passed over.");
  top_level(page);
  actions(page);
  parameters(page);
  page.heading("example");
  page.paragraph("Two organizations that can only rally, and only together:");
  page.verbatim(example);
  page.heading("see also");
  page.paragraph("tocsin(1), tocsin-drafts(5), tocsind(8)");
  return page.take();
}

}  // namespace tocsin::cli
