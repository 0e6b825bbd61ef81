#include "core/coalition/exclusions.h"

#include <algorithm>

#include "core/coalition/freeze.h"

namespace tocsin::coalition {
namespace {

// A hold or an abort keeps people at work: whoever signed it, a freeze does not take it away.
bool holds_back(const Statements& statements, const Signoff& signoff) {
  if (signoff.subject_type != StatementType::stop) return false;
  const Stop* stop = statements.find_as<Stop>(signoff.subject);
  return stop != nullptr && (stop->kind == StopKind::hold || stop->kind == StopKind::abort);
}

}  // namespace

Exclusions exclusions_of(const Electorate& electorate, const Statements& statements) {
  Exclusions out;
  for (const auto& [org, manifest] : electorate.manifests()) {
    const auto marks = freeze_marks(statements, org, manifest);
    for (const Accepted* freeze : standing_freezes(statements, manifest, marks)) {
      for (const DeviceId& device : devices_of(manifest, freeze->as<Freeze>().delegate))
        out.frozen.emplace(device, freeze->id);
    }
  }
  for (const auto& [device, evidence] : statements.evidence()) out.evidenced.insert(device);
  return out;
}

Ballots without(Ballots ballots, const Exclusions& exclusions, const Statements& statements) {
  if (exclusions.is_empty()) return ballots;
  for (Signed<Signoff>& signoff : ballots.signoffs) {
    Signoff& value = signoff.value;
    // It stays in the list, because others may have `seen` it; it is about nothing any more.
    if (exclusions.evidenced.contains(value.head.author)) {
      value.subject = StatementId::zero();
      continue;
    }
    const bool is_dropped = exclusions.frozen.contains(value.head.author) &&
                            value.stance == Stance::approve && !holds_back(statements, value);
    if (!is_dropped) continue;
    value.stance = Stance::abstain;
    value.has_join = false;
  }
  std::erase_if(ballots.drill_acks,
                [&](const Signed<Ack>& ack) { return exclusions.has(ack.value.head.author); });
  return ballots;
}

std::vector<Reason> reasons_in(const Ballots& ballots, const Exclusions& exclusions) {
  bool has_frozen = false;
  bool has_evidenced = false;
  for (const Signed<Signoff>& signoff : ballots.signoffs) {
    has_frozen = has_frozen || exclusions.frozen.contains(signoff.value.head.author);
    has_evidenced = has_evidenced || exclusions.evidenced.contains(signoff.value.head.author);
  }
  std::vector<Reason> reasons;
  if (has_frozen) reasons.push_back(Reason::frozen);
  if (has_evidenced) reasons.push_back(Reason::equivocation);
  return reasons;
}

std::vector<Exclusions> ever_excluded(const Electorate& electorate, const Statements& statements) {
  std::vector<Exclusions> out;
  const auto add = [&](Exclusions each) {
    if (std::ranges::find(out, each) == out.end()) out.push_back(std::move(each));
  };
  for (const Accepted* each : statements.of(StatementType::freeze)) {
    const Freeze& freeze = each->as<Freeze>();
    const Manifest* manifest = electorate.manifest(freeze.head.org);
    if (manifest == nullptr || !freeze.thaw.is_zero()) continue;
    Exclusions person;
    for (const DeviceId& device : devices_of(*manifest, freeze.delegate))
      person.frozen.emplace(device, StatementId::zero());
    add(std::move(person));
  }
  for (const auto& [device, evidence] : statements.evidence()) add(Exclusions{{}, {device}});
  return out;
}

}  // namespace tocsin::coalition
