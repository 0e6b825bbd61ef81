// The verbs this machine answers: who may ask, which arguments they take, which rows they return.
// The CLI, the hub and the tests code against this table; how each is answered is in the file its
// group names (commands.cpp dispatches). Rows: core/model/row.h. Every refusal carries exit, code,
// reason, remedy; where a rule is not met its rows are `lack` rows.
#pragma once

#include <array>
#include <string_view>

#include "core/model/command.h"

namespace tocsin::coalition {

// clang-format off
// X (a subject) is always one of two arguments:
//   subject  text   unique prefix (>= 4 hex digits) of the id of a statement kept here
//   draft    bytes  a draft or proof as a file (founding: manifest and charter version 1)
//
// Rows that several verbs return:
//   draft   {type: manifest|charter|proposal|call|stop|report|debrief, id, mode, words, list: live|drill, bytes, complete}
//           `bytes` is an encoded proof: write it to a file as it stands. `complete` is true once it counts.
//   lack    {code: E_..., node, have, need, hint}
//   signed  {id, signoff, as, org, stance, join, have, need, valid_until, ratifies?: rows{number from 1, demand: win|stop, text}}
//           have of need delegates of this org; objections?: how many of them object; withdrawn?: the answer of withdraw
//   event   {event, id, type, mode, from, to, codes: texts, org?, cell?}     also in Out.events, for `watch`; `event` is
//           proposal.state | call.state | target.state | stop.state | report.state | debrief.state | charter.founded |
//           proposal.objected, call.objected and so on{org}
//   org     {org, slug, org_kind, approvals, need, approves, objects, objections: delegates, joined, is_target, standing}
//   objection {org, slug, handle, signoff, at, reason}   every delegate who objects to the subject
//   target  {org, slug, cell, t0, state: CALLED|HELD|IN_EFFECT|PAUSED|ENDED|ABORTED|UNCONFIRMED|AWAITED, codes: texts,
//           paused_until?, vote_by?, late_abort?}
//   lint    {rule: L1.., level: error|note, text}
//
// Live acts. `review` opens a window 10 s later (in a rehearsal at once), for 15 min, kept over restarts; the live verbs need it, and
//   words   text    the last three of the six words (founding drafts: all six), blanks between, any case
//   spoken  text    "<own org's slug> <action>", e.g. "plumbers stoppage"; not asked for founding drafts, reports
// Wrong words: exit 2, E_WORDS. No window: exit 2, E_REVIEW. Own hold needs neither review nor words.
//
// authority
//   draft manifest   body bytes (encoded Manifest; its head is filled here), cards rows{bytes: card file}
//                    -> draft. Each listed device needs its card. In a coalition: the successor of the own org's
//                    manifest, without cards; version, prev, persons' ids and cut-offs are filled here; it is posted
//   draft charter    body bytes (encoded Charter; head filled here), cards rows{bytes: manifest card, words: the six
//                    words heard from that org} -> draft, lint*(notes; an error is refused, exit 5 E_LINT, rows lint).
//                    In a coalition: an amendment, cards of orgs that enter alone; it is posted with them
//   merge            drafts rows{bytes} (two or more of one subject) -> draft
//   charter show     -> charter{id, version, name, rehearsal, languages, regions, sectors, kinds, checklists,
//                    assumed_faulty, effective_at, review_by, state: IN_FORCE|EXPIRED}, org*{org, slug, name, org_kind,
//                    standing, claims: texts, solo, checklists: texts, sponsors: texts, since}, action*{name, stops_work,
//                    asks: texts "kind=ask", mandate, call: text of the rule}, charter_rule*{rule: block|..., lead, text},
//                    param*{name: "start.hold", text: "72 h", says, seconds or number}
//   rule explain     action text, silent texts (short names) -> action, what_if*{rule: mandate|call, basis: known|shape,
//                    silent: texts, can_be_met, full, left, enough, exact, indispensable: texts, lacks: rows of lack}
//   charter lint     draft bytes, or body bytes and cards rows{bytes}, or neither (the charter in force) -> lint*,
//                    summary{errors, notes}
//   charter finish   answered by the hub through Coalition::finish_charter; not in the table below
//   manifest show    org text (slug or id prefix; absent: own) -> manifest{id, org, slug, name, version, k,
//                    valid_until, closed}, delegate*{handle, delegate, devices: texts hex}, steward*{handle, devices}
//   roll list        org text (absent: own) -> member*{device, person, is_delegate, keys, org, slug}
//   roll remove      device text (id prefix or handle of one member) -> removed{device, person}; a device that was removed
//                    never returns
//   freeze           who text (handle, or id prefix of a delegate of the own org or of a device), reason text ->
//                    draft{type: freeze}, freeze{id, org, person, delegate, by, at, reason, state: STANDS|LIFTED}
//   thaw             subject (a freeze), reason text, words, spoken "<slug> thaw" -> signed (of the thaw), draft;
//                    others review and confirm that
//   relay drop       key text (prefix of the link key, or label) -> relay_dropped{link_key, label}
//   relay list       -> relay*{label, link_key, grant_key, addresses: texts, by, org, at}
//
// decide
//   draft proposal   body bytes (encoded Proposal; head and charter filled here), drill flag -> draft; it is posted
//   draft call       body bytes (encoded Call; head, mandate, wave and prev filled here; zero `proposal` is refused)
//                    -> draft; it is posted. Before the mandate: exit 3 with lack*. Before the hold is over: E_HOLD.
//   review           X, language text (absent: the charter's first) -> review{id, type, mode, words, list, language,
//                    opens_at, closes_at, org, action, act: confirm|thaw, is_target, checklists: texts, first_t0 (of the own
//                    targets), text, wording, shown}, org*, objection*, lack*(of the rule now)
//   confirm          X, stance text approve|object|abstain, reason text (object: required), demands texts (indexes
//                    ratified, from 0; absent: all), join flag, checklist rows{item, state: done|not_applicable|waived|open}, pack rows{item,
//                    blocking flag} (of the own org's checklist files: each blocking one must be answered),
//                    words, spoken -> signed; with `draft`: draft too; event*(what it brought about). With `draft`,
//                    card bytes (filled by the hub): this device's newest card, which then rides along
//   withdraw         X, reason text, words, spoken -> signed
//   status           without X: coalition{coalition, charter, name, mode, org, clock: ok|suspect, proposals, calls, listed_by?},
//                    proposal*, call*, to_sign*{type: a kind, thaw, export, id, mode, stop?: its kind, subject?: of a stop, title, at, until?,
//                    org, have, need, join: what counts are joins, next: command; the hub adds asks to write the list out},
//                    to_sign_more?{left_out}. With X: that proposal{id, mode, action, title, state, blocked, blocked_by?: slugs, full, approve,
//                    object, silent, vote_by, not_before, not_after, mandate?, mandate_time?, hold_until?, at} or
//                    call{id, mode, proposal, state, wave, call_time?, public_after, last_safe_abort,
//                    targets?: called orgs, joined?: of these (no drill has any), instruction: what this org's members
//                    are to do, verdict? HELD, codes?: what holds it back here, cut_off: no sync for longer than params.start.spread} or report|stop|debrief{id, mode, state},
//                    target*, org*, objection*, lack*
//   matrix           X (a proposal, or a call or stop of it) -> matrix{id, mode, full}, matrix_demand*{number from 1, demand:
//                    win|stop, addressee, text, ratified, approving: orgs, diverges}, matrix_org*{org, slug, org_kind,
//                    approves, objects, k, counts: texts, one per demand, ratified: texts, numbers from 1}
//   words            X -> words{id, words, list}
//
// activate
//   join             subject (a call), decision text approve|decline, reason text, checklist rows, pack rows, words, spoken
//                    -> signed | ack, event*
//   ack              subject (a call), level text reviewed|cascaded|committed|out|stood_down|declined, reached, of
//                    integers, reason text -> ack{call, level}
//   acks             subject (a call) -> ack*{org, slug, received, reviewed, delegates, devices, cascaded_reached?,
//                    cascaded_of?, committed?, committed_hidden?, committed_topped?, top_code_bp?, out, stood_down,
//                    declined, last?, phone?: handles to call by voice}; what nobody has told is absent
//   hold abort pause resume end
//                    subject (a proposal or call; pause, end: a call), own flag, targets texts
//                    "slug:sector/region[/code]" (absent: all, or with `own` all of the own org), until time (hold,
//                    pause), from time (resume; absent: at once), form text settled|vote|return, outcomes texts
//                    met|part|unmet one per demand, next_review time (settled, return), vote_by time (vote), reason
//                    text, words, spoken -> draft{type: stop}, signed, event*
//   update           subject (a call), drop texts "slug:sector/region[/code]", postpone rows{target, until: time},
//                    reason text, words, spoken -> draft{type: stop}*, signed*, event*. One abort for all that is
//                    dropped, one hold per time; the call's bytes stay
//   drill run        action text (absent: the first), subject text (a MANDATED exercise proposal: drafts its call)
//                    -> draft
//   drill report     subject (an exercise call) -> drill{call, reached, orgs, median_s, slowest_s},
//                    org*{slug, reached, seconds}
//
// after
//   draft debrief    body bytes (encoded Debrief; head filled here) -> draft, signed; the call has ended
//   debrief summary  subject (a call that is over) -> debriefs{call, mode, state: ENDED|CLOSED, ended_at, due, orgs,
//                    filed, closed_at?}, debrief_of*{org, slug, state: FILED|DRAFT|DUE|OVERDUE|NONE, id?, since?, planned,
//                    happened, why, keep, change, outcomes: texts, turnout: texts "cell=band"}, next_step*{from, slug, text}
//
// exchange
//   export           subject -> proof{type, id, words, bytes}
//   import           bytes (a proof) -> imported{type, statements, fresh, waiting, refused}, event*
//   evidence         device text (id prefix; absent: all) -> evidence*{device, person, org, slug, types: texts, ids:
//                    texts, at, state: STANDS|REPLACED, bytes? (the proof, of one device)}
//   show             X -> statement{type, id, mode, author, org, by, at, seq, bytes}, and what its kind's row says; of a proposal
//                    or call of the own org: checklists, first_t0
// clang-format on
struct VerbRule {
  std::string_view verb;
  Level level;
};

inline constexpr std::array verb_rules{
    VerbRule{"draft manifest", Level::act},
    VerbRule{"draft charter", Level::act},
    VerbRule{"merge", Level::read},
    VerbRule{"charter show", Level::read},
    VerbRule{"charter lint", Level::read},
    VerbRule{"manifest show", Level::read},
    VerbRule{"rule explain", Level::read},
    VerbRule{"roll list", Level::read},
    VerbRule{"roll remove", Level::live},
    VerbRule{"freeze", Level::live},
    VerbRule{"thaw", Level::live},
    VerbRule{"evidence", Level::read},
    VerbRule{"relay drop", Level::live},
    VerbRule{"relay list", Level::read},
    VerbRule{"draft proposal", Level::act},
    VerbRule{"draft call", Level::act},
    VerbRule{"review", Level::act},
    VerbRule{"confirm", Level::live},
    VerbRule{"withdraw", Level::live},
    VerbRule{"status", Level::read},
    VerbRule{"words", Level::read},
    VerbRule{"join", Level::live},
    VerbRule{"ack", Level::act},
    VerbRule{"acks", Level::read},
    VerbRule{"hold", Level::live},
    VerbRule{"abort", Level::live},
    VerbRule{"pause", Level::live},
    VerbRule{"resume", Level::live},
    VerbRule{"end", Level::live},
    VerbRule{"update", Level::live},
    VerbRule{"drill run", Level::act},
    VerbRule{"drill report", Level::read},
    VerbRule{"matrix", Level::read},
    VerbRule{"draft debrief", Level::act},
    VerbRule{"debrief summary", Level::read},
    VerbRule{"export", Level::read},
    VerbRule{"import", Level::act},
    VerbRule{"show", Level::read},
};

// Null where the verb is not this machine's.
const VerbRule* verb_rule(std::string_view verb);

}  // namespace tocsin::coalition
