#include "core/coalition/rows.h"

#include <algorithm>

#include "core/model/words.h"

namespace tocsin::coalition {

std::string_view word(Mode mode) {
  switch (mode) {
    case Mode::none:
      return "none";
    case Mode::actual:
      return "actual";
    case Mode::exercise:
      return "exercise";
    case Mode::rehearsal:
      return "rehearsal";
    case Mode::rehearsal_exercise:
      return "rehearsal_exercise";
  }
  return "";
}

std::string_view word(Stance stance) {
  switch (stance) {
    case Stance::approve:
      return "approve";
    case Stance::object:
      return "object";
    case Stance::abstain:
      return "abstain";
  }
  return "";
}

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::full:
      return "full";
    case Standing::provisional:
      return "provisional";
    case Standing::observer:
      return "observer";
  }
  return "";
}

std::string_view word(AckLevel level) {
  switch (level) {
    case AckLevel::received:
      return "received";
    case AckLevel::reviewed:
      return "reviewed";
    case AckLevel::cascaded:
      return "cascaded";
    case AckLevel::committed:
      return "committed";
    case AckLevel::out:
      return "out";
    case AckLevel::stood_down:
      return "stood_down";
    case AckLevel::declined:
      return "declined";
  }
  return "";
}

std::string_view word(StopKind kind) {
  switch (kind) {
    case StopKind::hold:
      return "hold";
    case StopKind::abort:
      return "abort";
    case StopKind::pause:
      return "pause";
    case StopKind::resume:
      return "resume";
    case StopKind::end:
      return "end";
  }
  return "";
}

std::string_view word(EndForm form) {
  switch (form) {
    case EndForm::none:
      return "";
    case EndForm::settled:
      return "settled";
    case EndForm::vote:
      return "vote";
    case EndForm::go_back:
      return "return";
  }
  return "";
}

std::string_view word(DemandOutcome outcome) {
  switch (outcome) {
    case DemandOutcome::met:
      return "met";
    case DemandOutcome::part:
      return "part";
    case DemandOutcome::unmet:
      return "unmet";
  }
  return "";
}

std::vector<std::string> codes_of(const std::vector<Reason>& reasons) {
  std::vector<std::string> codes;
  for (const Reason reason : reasons) codes.emplace_back(code(reason));
  return codes;
}

bool has_live_words(StatementType type, Mode mode) {
  const bool is_live_type =
      type == StatementType::proposal || type == StatementType::call || type == StatementType::stop;
  return mode == Mode::actual && is_live_type;
}

std::string words_of(const StatementId& id, StatementType type, Mode mode) {
  return six_words_text(has_live_words(type, mode) ? WordList::live : WordList::drill, id.view());
}

bool are_words_of(std::string_view typed, const Spoken& spoken, Typed how) {
  constexpr std::size_t last = 3;
  const WordList list = has_live_words(spoken.type, spoken.mode) ? WordList::live : WordList::drill;
  if (typed_words_match(typed, list, spoken.id.view(), 0, six_words_count)) return true;
  return how == Typed::last_three &&
         typed_words_match(typed, list, spoken.id.view(), six_words_count - last, last);
}

Row event_row(std::string_view event, const StatementId& id, StatementType type, Mode mode) {
  Row row{"event"};
  row.set("event", event)
      .set("id", Value{id.bytes()})
      .set("type", type_name(type))
      .set("mode", word(mode));
  return row;
}

Row lack_row(const Lack& lack) {
  Row row{"lack"};
  row.set("code", code(lack.reason))
      .set("node", lack.node)
      .set("have", lack.have)
      .set("need", lack.need);
  row.set("hint", lack.hint);
  return row;
}

std::vector<Row> lack_rows(const std::vector<Lack>& lacks) {
  std::vector<Row> rows;
  for (const Lack& lack : lacks) rows.push_back(lack_row(lack));
  return rows;
}

std::vector<Row> lint_rows(const std::vector<Finding>& findings) {
  std::vector<Row> rows;
  for (const Finding& finding : findings) {
    Row row{"lint"};
    row.set("rule", finding.rule)
        .set("level", finding.is_note ? "note" : "error")
        .set("text", finding.text);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string cell_text(const Cell& cell) {
  return cell.sector + "/" + cell.region + (cell.code.empty() ? "" : "/" + cell.code);
}

Row target_row(const TargetStanding& target, const Electorate& electorate) {
  Row row{"target"};
  const CharterOrg* org = electorate.org(target.target.org);
  row.set("org", Value{target.target.org.bytes()})
      .set("slug", org == nullptr ? std::string{} : org->slug);
  row.set("cell", cell_text(target.target.cell))
      .set("t0", Value{target.t0})
      .set("state", word(target.state));
  row.set("codes", Value{codes_of(target.codes)});
  if (target.state == TargetState::paused && target.stops.paused_until)
    row.set("paused_until", Value{*target.stops.paused_until});
  if (target.state == TargetState::paused && target.stops.voted_out_at)
    row.set("vote_by", Value{*target.stops.voted_out_at});
  if (target.is_late_abort) row.set("late_abort", true);
  return row;
}

Row org_row(const OrgTally& tally, const Electorate& electorate, bool is_target) {
  Row row{"org"};
  const CharterOrg* org = electorate.org(tally.org);
  row.set("org", Value{tally.org.bytes()});
  if (org != nullptr)
    row.set("slug", org->slug).set("org_kind", org->kind).set("standing", word(org->standing));
  row.set("approvals", tally.approvals.size())
      .set("need", tally.k)
      .set("approves", tally.approves());
  row.set("objects", tally.objects())
      .set("objections", tally.objections.size())
      .set("joined", tally.joined())
      .set("is_target", is_target);
  return row;
}

Row action_row(const Action& action) {
  Row row{"action"};
  std::vector<std::string> asks;
  for (const Ask& ask : action.asks) asks.push_back(ask.kind + "=" + ask.ask);
  row.set("name", action.name)
      .set("stops_work", action.stops_work)
      .set("asks", Value{std::move(asks)});
  row.set("mandate", rule_text(action.mandate)).set("call", rule_text(action.call));
  return row;
}

Row draft_row(const DraftRow& draft) {
  Row row{"draft"};
  row.set("type", type_name(draft.type))
      .set("id", Value{draft.id.bytes()})
      .set("mode", word(draft.mode));
  row.set("words", words_of(draft.id, draft.type, draft.mode));
  row.set("list", has_live_words(draft.type, draft.mode) ? "live" : "drill");
  row.set("bytes", Value{draft.bytes}).set("complete", draft.is_complete);
  return row;
}

tl::unexpected<Refusal> refuse_not_met(const Verdict& verdict,
                                       std::string words,
                                       std::string remedy) {
  const Reason reason = verdict.reasons.empty() ? Reason::count : verdict.reasons.front();
  const Exit exit = verdict.outcome == Outcome::invalid ? Exit::invalid : Exit::not_met;
  auto refusal = refuse(reason, exit, std::move(words), std::move(remedy));
  refusal.value().rows = lack_rows(verdict.lacks);
  return refusal;
}

}  // namespace tocsin::coalition
