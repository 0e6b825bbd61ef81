// draft debrief, debrief summary: what an org says once a call is over, and what all have said.
#include <algorithm>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/model/limits/statements.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/proof_codec.h"

namespace tocsin::coalition {
namespace {

Reply<void> check_turnout(const Debrief& debrief,
                          const Call& call,
                          const std::vector<CellCount>& published) {
  for (const Turnout& turnout : debrief.turnout) {
    const bool is_own = std::ranges::any_of(call.targets, [&](const CallTarget& target) {
      return target.org == debrief.head.org && target.cell == turnout.cell;
    });
    if (!is_own)
      return refuse(Reason::target,
                    Exit::usage,
                    "turnout is told of your own targets: " + cell_text(turnout.cell));
    const bool is_shown =
        std::ranges::find(published, turnout.cell, &CellCount::cell) != published.end();
    if (!is_shown)
      return refuse(
          Exit::invalid,
          "E_CELL",
          "your reports hide this cell, so its turnout stays with you: " + cell_text(turnout.cell),
          "leave it out");
  }
  return {};
}

std::vector<std::string> words_of(const std::vector<DemandOutcome>& outcomes) {
  std::vector<std::string> out;
  for (const DemandOutcome outcome : outcomes) out.emplace_back(word(outcome));
  return out;
}

std::string_view state_of(const FiledDebrief* filed, bool is_owing, bool is_overdue) {
  if (filed != nullptr && filed->since) return "FILED";
  if (is_owing && is_overdue) return "OVERDUE";
  if (filed != nullptr) return "DRAFT";
  return is_owing ? "DUE" : "NONE";
}

void tell_steps(const Debrief& debrief,
                std::string_view from,
                const Electorate& electorate,
                std::vector<Row>& rows) {
  for (const NextStep& next : debrief.next) {
    const CharterOrg* org = electorate.org(next.org);
    rows.push_back(Row{"next_step"}
                       .set("from", from)
                       .set("slug", org == nullptr ? next.org.short_hex() : org->slug)
                       .set("text", next.text));
  }
}

}  // namespace

Reply<const Accepted*> Reading::over_call(const StatementId& id, Now now) const {
  const Accepted* call = statements.find(id);
  if (call == nullptr || call->statement.type != StatementType::call)
    return refuse(
        Reason::missing, Exit::usage, "a debrief is of a call that is known here", "tocsin status");
  const CallState state = call_standing(picture(), *call, now.wall).state;
  if (state != CallState::ended && state != CallState::closed)
    return refuse(Exit::usage, "E_TYPE", "this call is not over yet", "tocsin status");
  return call;
}

void set_debrief_fields(Row& row, const Debrief& debrief) {
  std::vector<std::string> turnout;
  for (const Turnout& entry : debrief.turnout)
    turnout.push_back(cell_text(entry.cell) + "=" + std::string{word(entry.band)});
  row.set("planned", debrief.planned).set("happened", debrief.happened).set("why", debrief.why);
  row.set("keep", debrief.keep).set("change", debrief.change);
  row.set("outcomes", Value{words_of(debrief.outcomes)}).set("turnout", Value{std::move(turnout)});
}

// Its author wrote it, so the first sign-off is made with it; the second delegate's makes it count.
Reply<void> Coalition::State::draft_debrief(const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  auto body = wire::decode<Debrief>(arguments.bytes("body").value_or(Bytes{}));
  if (!body) return refuse(body.error());
  Debrief debrief = *std::move(body);
  auto found = over_call(debrief.call, step.now);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& call = **found;
  const Accepted& proposal = *statements.find(call.as<Call>().proposal);
  debrief.head = Head{identity.keys->id, own_org(), step.now.wall, 0};
  if (debrief.outcomes.size() != proposal.as<Proposal>().demands.size())
    return refuse(Reason::demand,
                  Exit::usage,
                  "a debrief says of every demand: met, part or unmet",
                  "outcomes = [\"met\", ...], one per demand");
  std::vector<CellCount> published;
  for (const PublishedReport& report : reports())
    if (report.org == own_org()) published = report.report.cells;
  if (auto may = check_turnout(debrief, call.as<Call>(), published); !may) return may;
  if (auto may = check_debrief_count(statements, debrief); !may) return refuse(may.error());
  const Mode mode = call.statement.domain.mode;
  const Signed<Proposal> about = signed_of<Proposal>(proposal);
  const StatementId id = issue(StatementType::debrief, mode, Body{std::move(debrief)}, step);
  const Accepted& kept = *statements.find(id);
  const auto proof = assemble(ProofKind::state, {kept.statement});
  step.rows.push_back(
      draft_row({id, StatementType::debrief, mode, proof ? wire::encode(*proof) : Bytes{}, false}));
  const Charter& charter = electorate->charter().value;
  const auto shown = wording(charter, about, signed_of<Debrief>(kept), charter.languages.front());
  if (!shown) return refuse(shown.error());
  Signoff signoff;
  signoff.stance = Stance::approve;
  signoff.language = charter.languages.front();
  signoff.wording = wording_version;
  signoff.shown = shown->shown;
  return sign_off(kept, std::move(signoff), step);
}

Reply<void> Reading::debrief_summary(const Row& arguments, Step& step) const {
  auto named = subject(arguments);
  if (!named) return tl::unexpected<Refusal>{named.error()};
  auto found = over_call((*named)->id, step.now);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& call = **found;
  const CallStanding standing = call_standing(picture(), call, step.now.wall);
  const Closing& closing = *standing.closing;
  const auto filed = debriefs_of(picture(), call);
  std::set<OrgId> orgs;
  for (const RanTarget& ran : ran_targets(picture(), call, standing, step.now.wall))
    orgs.insert(ran.org);
  Row row{"debriefs"};
  row.set("call", Value{call.id.bytes()}).set("mode", word(call.statement.domain.mode));
  row.set("state", word(standing.state)).set("ended_at", Value{closing.ended_at});
  row.set("due", Value{closing.due}).set("orgs", orgs.size());
  row.set("filed", orgs.size() - closing.owing.size());
  if (closing.closed_at) row.set("closed_at", Value{*closing.closed_at});
  step.rows.push_back(std::move(row));
  for (const auto& [org, told] : filed) orgs.insert(org);
  std::vector<Row> steps;
  for (const OrgId& id : orgs) {
    const auto told = filed.find(id);
    const FiledDebrief* one = told == filed.end() ? nullptr : &told->second;
    const bool is_owing = std::ranges::binary_search(closing.owing, id);
    const CharterOrg* org = electorate->org(id);
    const std::string slug = org == nullptr ? id.short_hex() : org->slug;
    Row line{"debrief_of"};
    line.set("org", Value{id.bytes()}).set("slug", slug);
    line.set("state", state_of(one, is_owing, step.now.wall >= closing.due));
    if (one != nullptr) {
      line.set("id", Value{one->debrief->id.bytes()});
      if (one->since) line.set("since", Value{*one->since});
      set_debrief_fields(line, one->debrief->as<Debrief>());
      tell_steps(one->debrief->as<Debrief>(), slug, *electorate, steps);
    }
    step.rows.push_back(std::move(line));
  }
  std::ranges::move(steps, std::back_inserter(step.rows));
  return {};
}

// Own debriefs first: who has not said how the last one went starts no other (decisions.md §11).
Reply<void> Reading::may_sign_after_debriefs(const Accepted& call, Now now) const {
  if (is_drill(call.statement.domain.mode)) return {};
  const auto owed = owed_debrief(picture(), own_org(), call, now.wall);
  if (!owed) return {};
  return refuse(Reason::debrief,
                Exit::held,
                owed->is_overdue
                    ? "your org's debrief of call " + owed->call.short_hex() + " is overdue"
                    : "your org has not told yet how call " + owed->call.short_hex() + " went",
                "tocsin draft debrief F, and a second delegate's confirm");
}

}  // namespace tocsin::coalition
