#include "core/coalition/commands.h"

#include <algorithm>

#include "core/coalition/state.h"

namespace tocsin::coalition {

const VerbRule* verb_rule(std::string_view verb) {
  const auto found = std::ranges::find(verb_rules, verb, &VerbRule::verb);
  return found == verb_rules.end() ? nullptr : &*found;
}

Reply<void> Coalition::State::dispatch(const Command& command, Step& step) {
  const VerbRule* rule = verb_rule(command.verb);
  if (rule == nullptr) return refuse(Exit::usage, "E_USAGE", "no such verb");
  if (command.level < rule->level)
    return refuse(Exit::permission, "E_LEVEL", "this needs your passphrase", "type it when asked");
  if (!identity.keys)
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  const Row& row = command.arguments;
  const std::string_view verb = command.verb;
  const bool has_draft = row.has("draft");
  if (verb == "draft manifest")
    return is_known() ? succeed_manifest(row, step) : draft_manifest(row, step);
  if (verb == "draft charter")
    return is_known() ? succeed_charter(row, step) : draft_charter(row, step);
  if (verb == "merge") return merge(row, step);
  if (verb == "charter lint") return charter_lint(row, step);
  if (verb == "review" && has_draft)
    return review_draft(row.bytes("draft").value_or(Bytes{}), step);
  if (verb == "confirm" && has_draft) return confirm_draft(row, step);
  if (!is_known())
    return refuse(Exit::later,
                  "E_CHARTER_UNKNOWN",
                  "this device knows no charter in force yet",
                  "tocsin import FILE");
  if (verb == "charter show") return charter_show(step);
  if (verb == "rule explain") return rule_explain(row, step);
  if (verb == "manifest show") return manifest_show(row, step);
  if (verb == "roll list") return roll_list(row, step);
  if (verb == "roll remove") return roll_remove(row, step);
  if (verb == "relay list") return relay_list(step);
  if (verb == "relay drop") return relay_drop(row, step);
  if (verb == "freeze") return freeze(row, step);
  if (verb == "thaw") return thaw(row, step);
  if (verb == "evidence") return evidence(row, step);
  if (verb == "draft proposal") return draft_proposal(row, step);
  if (verb == "draft call") return draft_call(row, step);
  if (verb == "review") return review(row, step);
  if (verb == "confirm") return confirm(row, step);
  if (verb == "withdraw") return withdraw(row, step);
  if (verb == "status") return status(row, step);
  if (verb == "matrix") return matrix(row, step);
  if (verb == "words") return words(row, step);
  if (verb == "join") return join(row, step);
  if (verb == "ack") return ack(row, step);
  if (verb == "acks") return acks(row, step);
  if (verb == "hold") return stop(StopKind::hold, row, step);
  if (verb == "abort") return stop(StopKind::abort, row, step);
  if (verb == "pause") return stop(StopKind::pause, row, step);
  if (verb == "resume") return stop(StopKind::resume, row, step);
  if (verb == "end") return stop(StopKind::end, row, step);
  if (verb == "update") return update(row, step);
  if (verb == "drill run") return drill_run(row, step);
  if (verb == "drill report") return drill_report(row, step);
  if (verb == "draft debrief") return draft_debrief(row, step);
  if (verb == "debrief summary") return debrief_summary(row, step);
  if (verb == "export") return export_proof(row, step);
  if (verb == "import") return import_proof(row, step);
  if (verb == "show") return show(row, step);
  return refuse(Exit::usage, "E_USAGE", "no such verb");
}

}  // namespace tocsin::coalition
