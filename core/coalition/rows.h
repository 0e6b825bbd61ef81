// Rows this machine returns, as commands.h lists them: names of modes, types and codes in one
// place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/coalition/electorate.h"
#include "core/coalition/lint.h"
#include "core/coalition/standing.h"
#include "core/model/proof.h"
#include "core/model/row.h"
#include "core/model/verdict.h"

namespace tocsin::coalition {

std::string_view word(Mode mode);
std::string_view word(Stance stance);
std::string_view word(Standing standing);
std::string_view word(AckLevel level);
std::string_view word(StopKind kind);
std::string_view word(EndForm form);  // nothing for none
std::string_view word(DemandOutcome outcome);
std::vector<std::string> codes_of(const std::vector<Reason>& reasons);

// The live list serves proposals, calls and stops of mode actual and nothing else.
bool has_live_words(StatementType type, Mode mode);
std::string words_of(const StatementId& id, StatementType type, Mode mode);
// Equal to all six, or to the last three, of these words; blanks and case do not matter.
enum class Typed : std::uint8_t { all_six, last_three };

struct Spoken {
  StatementId id;
  StatementType type;
  Mode mode;
};

bool are_words_of(std::string_view typed, const Spoken& spoken, Typed how);

Row event_row(std::string_view event, const StatementId& id, StatementType type, Mode mode);
Row lack_row(const Lack& lack);
std::vector<Row> lack_rows(const std::vector<Lack>& lacks);
std::vector<Row> lint_rows(const std::vector<Finding>& findings);
Row target_row(const TargetStanding& target, const Electorate& electorate);
// Approvals of one org on a subject; `is_target`: it would be called.
Row org_row(const OrgTally& tally, const Electorate& electorate, bool is_target);
std::string cell_text(const Cell& cell);
// {name, stops_work, asks, mandate, call}: its rules as text.
Row action_row(const Action& action);

struct DraftRow {
  StatementId id;
  StatementType type;
  Mode mode;
  Bytes bytes;
  bool is_complete = false;
};

Row draft_row(const DraftRow& draft);

// What a debrief says, but for its next steps.
void set_debrief_fields(Row& row, const Debrief& debrief);

// NOT MET with what is missing, part by part.
tl::unexpected<Refusal> refuse_not_met(const Verdict& verdict,
                                       std::string words,
                                       std::string remedy);

}  // namespace tocsin::coalition
