#include "core/coalition/wording.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/base/bytes.h"
#include "core/coalition/charter_diff.h"
#include "core/coalition/charter_text.h"
#include "core/coalition/facts.h"
#include "core/coalition/moment.h"
#include "core/coalition/rows.h"
#include "core/model/labels.h"

namespace tocsin::coalition {
namespace {

using Lines = std::vector<std::string>;

Wording worded(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) {
    // Lines inside a text are set in, so that no author can write a line of ours.
    for (const char c : line) text += c == '\n' ? std::string{"\n    | "} : std::string{c};
    text += "\n";
  }
  Writer version;
  version.u16(wording_version);
  const crypto::Hash shown = crypto::hash(labels::wording, {version.view(), as_bytes(text)});
  return Wording{std::move(text), shown};
}

std::string mode_line(Mode mode) {
  switch (mode) {
    case Mode::actual:
      return "LIVE";
    case Mode::exercise:
      return "EXERCISE  This is practice. Nobody is called.";
    case Mode::rehearsal:
      return "REHEARSAL  This coalition is for practice.";
    case Mode::rehearsal_exercise:
      return "REHEARSAL EXERCISE  This is practice. Nobody is called.";
    case Mode::none:
      return "";
  }
  return "";
}

std::string place(const Charter& charter, const OrgId& org, const Cell& cell) {
  const auto found = std::ranges::find(charter.orgs, org, &CharterOrg::id);
  const std::string slug = found == charter.orgs.end() ? org.short_hex() : found->slug;
  const std::string code = cell.code.empty() ? "" : "/" + cell.code;
  return slug + ": " + cell.sector + "/" + cell.region + code;
}

std::string notice_of(const ContractDate& contract) {
  const std::string notice =
      contract.notice_by_day == 0 ? "" : ", notice by " + calendar_day(contract.notice_by_day);
  return notice + (contract.is_sure ? ", read in the contract" : ", not sure");
}

std::string word_of(DemandKind kind) {
  return kind == DemandKind::win ? "Win" : "Stop";
}

std::string word_of(DemandOrigin origin) {
  return origin == DemandOrigin::contract ? "contract" : "community";
}

std::string word_of(DemandOutcome outcome) {
  switch (outcome) {
    case DemandOutcome::met:
      return "met";
    case DemandOutcome::part:
      return "met in part";
    case DemandOutcome::unmet:
      return "not met";
  }
  return "";
}

std::string spoken(TurnoutBand band) {
  std::string text{word(band)};
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string in_language(const Texts& texts, std::size_t language) {
  return language < texts.size() ? texts[language] : "";
}

Result<std::size_t> index_of(const Charter& charter, std::string_view language) {
  const auto found = std::ranges::find(charter.languages, language);
  if (found == charter.languages.end())
    return fail(Errc::not_found, "a language that the charter does not have");
  return static_cast<std::size_t>(found - charter.languages.begin());
}

Lines heading(std::string_view what, const StatementId& id, Mode mode, const Charter& charter) {
  return {std::string{what} + " " + id.hex(),
          mode_line(mode),
          "Coalition: " + charter.name + ", charter version " + std::to_string(charter.version)};
}

void add_demands(Lines& lines, const Proposal& proposal, std::size_t language) {
  for (std::size_t i = 0; i < proposal.demands.size(); ++i) {
    const Demand& demand = proposal.demands[i];
    lines.push_back(word_of(demand.kind) + " " + std::to_string(i + 1) + ": " +
                    in_language(demand.text, language));
    lines.push_back("  addressed to " + demand.addressee + " (" + word_of(demand.origin) +
                    "), met when: " + in_language(demand.met_when, language));
  }
}

}  // namespace

Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        std::string_view language) {
  TRY(const std::size_t at, index_of(charter, language));
  const Proposal& value = proposal.value;
  Lines lines = heading("PROPOSAL", proposal.id, proposal.mode, charter);
  lines.push_back("Action: " + value.action);
  for (const Target& target : value.targets)
    lines.push_back("Where: " + place(charter, target.org, target.cell));
  lines.push_back("Title: " + in_language(value.title, at));
  lines.push_back("What: " + in_language(value.summary, at));
  lines.push_back("Why now: " + in_language(value.why_now, at));
  add_demands(lines, value, at);
  lines.push_back("Life-safety cover: " + in_language(value.safety_cover, at));
  lines.push_back("Afterwards: " + in_language(value.after_plan, at));
  lines.push_back("Window: " + moment(value.not_before) + " to " + moment(value.not_after));
  lines.push_back("Vote by: " + moment(value.vote_by));
  lines.push_back("Lasts at most " + duration(value.max_duration) + ", in up to " +
                  std::to_string(value.max_waves) + " waves");
  if (!value.replaces.is_zero()) lines.push_back("Replaces: " + value.replaces.hex());
  return worded(lines);
}

Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Call>& call,
                        std::string_view language) {
  TRY(const std::size_t at, index_of(charter, language));
  Lines lines = heading("CALL", call.id, call.mode, charter);
  lines.push_back("Action: " + proposal.value.action + ": " +
                  in_language(proposal.value.title, at));
  lines.push_back("Proposal: " + call.value.proposal.hex());
  lines.push_back("Mandate: " + call.value.mandate.hex());
  lines.push_back("Wave: " + std::to_string(call.value.wave));
  for (const CallTarget& target : call.value.targets)
    lines.push_back("Called: " + place(charter, target.org, target.cell) + " at " +
                    moment(target.t0));
  lines.push_back("Instructions: " + in_language(call.value.instructions, at));
  lines.push_back("Public after: " + moment(call.value.public_after));
  lines.push_back("Lasts at most " + duration(proposal.value.max_duration));
  lines.push_back("Each called organization still decides by its own join.");
  const Seconds spread = charter.params.start.spread;
  for (const CallTarget& target : call.value.targets)
    lines.push_back("Last safe abort: " + place(charter, target.org, target.cell) + " by " +
                    moment(target.t0 - 2 * spread) +
                    "; one sent later may not reach everyone, use the phone tree too");
  return worded(lines);
}

Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Stop>& stop,
                        std::string_view language) {
  TRY(const std::size_t at, index_of(charter, language));
  const Stop& value = stop.value;
  Lines lines = heading("STOP", stop.id, stop.mode, charter);
  lines.push_back("Kind: " + std::string{word(value.kind)} +
                  (value.form == EndForm::none ? "" : ", " + std::string{word(value.form)}));
  lines.push_back("Of: " + value.subject.hex());
  lines.push_back("Action: " + proposal.value.action + ": " +
                  in_language(proposal.value.title, at));
  for (const Target& target : value.targets)
    lines.push_back("Where: " + place(charter, target.org, target.cell));
  if (value.targets.empty()) lines.push_back("Where: all targets");
  if (value.at != WallTime{})
    lines.push_back((value.kind == StopKind::resume ? "From: " : "Until: ") + moment(value.at));
  for (std::size_t i = 0; i < value.outcomes.size(); ++i)
    lines.push_back("Demand " + std::to_string(i + 1) + ": " + word_of(value.outcomes[i]));
  if (value.vote_by != WallTime{}) lines.push_back("Vote by: " + moment(value.vote_by));
  if (value.next_review != WallTime{}) lines.push_back("Next review: " + moment(value.next_review));
  lines.push_back("Reason: " + value.reason);
  return worded(lines);
}

Result<Wording> wording(const Charter& charter,
                        const Signed<Report>& report,
                        std::string_view language) {
  TRY_VOID(index_of(charter, language));
  const Report& value = report.value;
  Lines lines = heading("REPORT", report.id, report.mode, charter);
  lines.push_back("Period " + std::to_string(value.period) + ", as of " + moment(value.as_of));
  for (const CellCount& count : value.cells)
    lines.push_back(place(charter, value.head.org, count.cell) + " eligible " +
                    std::to_string(count.eligible) + ", pledged " +
                    (count.is_topped ? "nearly all" : std::to_string(count.pledged)));
  for (const TestCount& test : value.tests)
    lines.push_back("Test " + test.kind + " " + place(charter, value.head.org, test.cell) + " on " +
                    calendar_day(test.day) + ": " + std::to_string(test.took_part) + " took part");
  if (value.vote != VoteResult{})
    lines.push_back("Vote (" + value.vote.method + ") on " + calendar_day(value.vote.day) +
                    ", valid until " + calendar_day(value.vote.valid_until_day) + ": turnout " +
                    percent(value.vote.turnout_bp) + ", yes " + percent(value.vote.yes_bp));
  for (const ContractDate& contract : value.contracts)
    lines.push_back("Contract " + place(charter, value.head.org, contract.cell) + " ends on " +
                    calendar_day(contract.ends_day) + notice_of(contract));
  lines.push_back("Root: " + hex_encode(value.root));
  return worded(lines);
}

Result<Wording> wording(const Charter& charter,
                        const Signed<Freeze>& freeze,
                        std::string_view person,
                        std::string_view language) {
  TRY_VOID(index_of(charter, language));
  const Freeze& value = freeze.value;
  const bool is_thaw = !value.thaw.is_zero();
  const auto org = std::ranges::find(charter.orgs, value.head.org, &CharterOrg::id);
  Lines lines = heading(is_thaw ? "THAW" : "FREEZE", freeze.id, freeze.mode, charter);
  lines.push_back("Organization: " +
                  (org == charter.orgs.end() ? value.head.org.short_hex() : org->slug));
  lines.push_back("Person: " + std::string{person} + " (" + value.delegate.hex() + ")");
  if (is_thaw) lines.push_back("Lifts: " + value.thaw.hex());
  lines.push_back(is_thaw ? "All devices of this person read and count again."
                          : "No device of this person reads or counts while it stands.");
  lines.push_back("Reason: " + value.reason);
  return worded(lines);
}

Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Debrief>& debrief,
                        std::string_view language) {
  TRY(const std::size_t at, index_of(charter, language));
  const Debrief& value = debrief.value;
  Lines lines = heading("DEBRIEF", debrief.id, debrief.mode, charter);
  lines.push_back("Of call: " + value.call.hex());
  lines.push_back("Action: " + proposal.value.action + ": " +
                  in_language(proposal.value.title, at));
  lines.push_back("Planned: " + value.planned);
  lines.push_back("Happened: " + value.happened);
  lines.push_back("Why: " + value.why);
  lines.push_back("Keep: " + value.keep);
  lines.push_back("Change: " + value.change);
  for (std::size_t i = 0; i < value.outcomes.size(); ++i)
    lines.push_back("Demand " + std::to_string(i + 1) + ": " + word_of(value.outcomes[i]));
  for (const Turnout& turnout : value.turnout)
    lines.push_back("Turnout " + place(charter, value.head.org, turnout.cell) + ": " +
                    spoken(turnout.band));
  for (const NextStep& step : value.next) {
    const auto org = std::ranges::find(charter.orgs, step.org, &CharterOrg::id);
    lines.push_back("Next, " + (org == charter.orgs.end() ? step.org.short_hex() : org->slug) +
                    ": " + step.text);
  }
  return worded(lines);
}

Wording wording(const Signed<Charter>& charter) {
  Lines lines = heading("CHARTER", charter.id, charter.mode, charter.value);
  std::ranges::move(charter_lines(charter.value), std::back_inserter(lines));
  return worded(lines);
}

Wording wording(const Signed<Charter>& next, const Charter& prev) {
  const Charter& value = next.value;
  Lines lines = heading("AMENDMENT", next.id, next.mode, value);
  lines.push_back("Follows version " + std::to_string(prev.version) + ", takes effect " +
                  moment(value.effective_at));
  for (const StatementId& skip : value.skips) lines.push_back("Skips for good: " + skip.hex());
  for (const StatementId& carried : value.carry) lines.push_back("Carries on: " + carried.hex());
  lines.push_back("Whatever else is open and has not started then is void.");
  const std::vector<Difference> changes = differences(prev, value);
  lines.push_back(changes.empty() ? "Nothing of the charter changes." : "What changes:");
  for (const Difference& change : changes)
    for (const std::string& line : in_words(change)) lines.push_back("  " + line);
  lines.push_back("The whole charter:");
  std::ranges::move(charter_lines(value), std::back_inserter(lines));
  return worded(lines);
}

Wording wording(const Signed<Manifest>& manifest) {
  const Manifest& value = manifest.value;
  Lines lines{"MANIFEST " + manifest.id.hex(),
              mode_line(manifest.mode),
              "Organization: " + value.name + ", version " + std::to_string(value.version),
              std::to_string(value.k) + " of " + std::to_string(value.delegates.size()) +
                  " delegates decide"};
  for (const Delegate& delegate : value.delegates) {
    lines.push_back("Delegate: " + delegate.handle);
    for (const DeviceKeys& keys : delegate.devices)
      lines.push_back("  device " + device_id(keys).hex());
  }
  for (const Steward& steward : value.stewards) lines.push_back("Steward: " + steward.handle);
  for (const Cutoff& cutoff : value.dropped)
    lines.push_back("Dropped: device " + cutoff.device.hex() + ", what it added up to " +
                    std::to_string(cutoff.last_seq) + " stays");
  if (value.is_closed) lines.push_back("The organization leaves: this is its last manifest.");
  lines.push_back("Valid until: " + moment(value.valid_until));
  return worded(lines);
}

}  // namespace tocsin::coalition
