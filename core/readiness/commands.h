// The verbs this machine answers: who may ask, which arguments they take, which rows they return.
// Rows: core/model/row.h. CELL is text "sector/region[/code]"; REF is a worker's own key in the
// list, [a-z0-9-]{1,64}; days are text "YYYY-MM-DD". Names and contacts appear in `roster list`
// alone, which a delegate's device answers to its own user.
#pragma once

#include <array>
#include <string_view>

#include "core/model/command.h"

namespace tocsin::readiness {

//   roster import    csv bytes, workplace text CELL (for rows without one), map texts
//   "column=field",
//                    dry_run flag -> imported{rows, added, changed, duplicates, refused, dry_run,
//                    ignored: texts, the headings of columns that are no field},
//                    row_refused{line, code, reason}* (the first 1,000). Fields: ref name contact
//                    cell unit shift steward assessment. A dry run changes nothing.
//   roster assign    worker text REF, steward text (a member's handle, or of a steward in the list)
//                    -> worker{ref, steward}
//   roster show      campaign text -> cell{cell, eligible, pledged, assessed, stewards, claimed}*
//                    counts, never a name
//   roster list      cell text (absent: all), from text REF (absent: the first)
//                    -> worker{ref, name, contact, cell, unit, shift, steward, assessment}*,
//                    more{from} where 4,000 rows were not enough
//   roster share     channel bytes (the hub has checked whom it is for), or off flag
//                    -> shared{channel, workers, pledges}, or shared{off}
//   pledge record    worker, ask, text_id, card_ref texts, campaign text (absent: "main"), or lines
//                    rows of these -> pledge{worker, ok, code, reason, line}*,
//                    recorded{count, refused}; lines that are refused take nothing from the others
//   pledge revoke    worker text, campaign text -> pledge{worker, revoked: day}
//   test record      cell text CELL, test text (its kind: petition, buttons ...), day text,
//                    took_part texts REF: added to those recorded before
//                    -> test{cell, test, day, took_part, unknown, elsewhere}
//   vote record      day, valid_until texts, turnout_bp, yes_bp integers, method text -> vote{...}
//   contract add     cell, ends, notice_by texts, sure flag -> contract{...}; one per cell
//   calendar         -> window{from, until, notice_by, orgs: texts, cells: texts}*
//   chart            -> chart{org, slug, sector, region, eligible, pledged, share_bp, topped,
//                    tests: text "3/2", series: rows{test, trend: rising|falling|level|mixed (of
//                    two or more), points: rows{day, took_part, share_bp}}, vote_bp, lead_ratio,
//                    age_days, stale, hidden, missing, uncovered}*; lead_ratio of the own org alone
//   draft report     campaign text -> report_head{period, as_of, root}, report_cell{cell, eligible,
//                    pledged, topped, hidden}*, report_test{cell, test, day, took_part}*,
//                    report_vote{day, valid_until, turnout_bp, yes_bp, method}?,
//                    report_contract{cell, ends, notice_by?, sure}*: all that the report holds; the
//                    hub then has core/coalition sign it and adds its `draft` row for the second
//                    signer
//   shred status     -> campaign{campaign, opened, state: OPEN|CLOSED|SHREDDED, pledges,
//   call_closed?,
//                    shred_at?, shredded?}*, list{workers, tests, campaigns: texts}: counts, never
//                    a name
//   roster export    cell text CELL (absent: all) -> export_asked{cell, workers, until}; the hub
//   posts
//                    it and adds id and words. With subject text (its first digits), words, spoken
//                    "<slug> export" -> export{bytes: CSV, cell, workers, agreed: texts}, once a
//                    second person agreed
//   roster exports -> export_ask{id, type: export, asked_by, is_own, cell, workers, until,
//                    agreed: texts, written: time?}*
//   roster export show, review, words, confirm: what `show`, `review`, `words` and `confirm` of
//   such
//                    an ask become in the hub. subject text -> export_ask; export_review{...
//                    opens_at, closes_at, words, org, action}; words{id, words, list}; and with
//                    stance text approve, words, spoken -> export_agreed{id}
struct VerbRule {
  std::string_view verb;
  Level level;
};

inline constexpr std::array verb_rules{
    VerbRule{"roster import", Level::act},
    VerbRule{"roster assign", Level::act},
    VerbRule{"roster show", Level::read},
    VerbRule{"roster list", Level::act},
    VerbRule{"roster share", Level::live},
    VerbRule{"pledge record", Level::act},
    VerbRule{"pledge revoke", Level::act},
    VerbRule{"test record", Level::act},
    VerbRule{"vote record", Level::act},
    VerbRule{"contract add", Level::act},
    VerbRule{"calendar", Level::read},
    VerbRule{"chart", Level::read},
    VerbRule{"draft report", Level::act},
    VerbRule{"shred status", Level::read},
    VerbRule{"roster export", Level::live},
    VerbRule{"roster exports", Level::read},
    VerbRule{"roster export show", Level::read},
    VerbRule{"roster export review", Level::act},
    VerbRule{"roster export words", Level::read},
    VerbRule{"roster export confirm", Level::live},
};

const VerbRule* verb_rule(std::string_view verb);

}  // namespace tocsin::readiness
