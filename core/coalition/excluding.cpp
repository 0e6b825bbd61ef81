// Who is left out changes: channels follow, decisions are counted again, and evidence goes to
// everybody who does not have it.
#include <algorithm>

#include "core/coalition/freeze.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {

Ballots Reading::counted_ballots(const StatementId& subject) const {
  Ballots ballots;
  ballots.signoffs = signoffs_on(subject);
  return without(std::move(ballots), exclusions, statements);
}

// Of this very statement or of one accepted before there was anybody to count.
void Coalition::State::learn_evidence(Step& step) {
  if (electorate && statements.evidence().size() != exclusions.evidenced.size())
    learn_exclusions(step);
}

void Coalition::State::learn_exclusions(Step& step) {
  if (!electorate) return;
  // A freeze or thaw is part of the view even where it changes nobody's standing.
  step.out.view_changed = true;
  Exclusions found = exclusions_of(*electorate, statements);
  if (found == exclusions) return;
  std::swap(found, exclusions);
  tell_exclusions(found, step);
  step.out.relays_changed = true;
  step.out.relays = relays();
  observe_all(step);
  for (const Accepted* call : statements.of(StatementType::call)) {
    const Accepted* proposal = statements.find(call->as<Call>().proposal);
    if (proposal != nullptr && decisions.first_seen(call->id))
      publish_recount(*proposal, *call, step);
  }
}

// Events, and the two statements of each new evidence to whoever lacks them.
void Reading::tell_exclusions(const Exclusions& before, Step& step) const {
  for (const auto& [device, evidence] : statements.evidence()) {
    if (before.evidenced.contains(device)) continue;
    for (const StatementId& id : {evidence.first, evidence.second})
      step.out.posts.push_back(
          Post{wire::encode(statements.find(id)->statement), Reach::everywhere, true});
    Row row = event_row("device.evidenced", evidence.second, StatementType::freeze, identity.mode);
    row.set("org", Value{evidence.org.bytes()}).set("device", Value{device.bytes()});
    step.out.events.push_back(std::move(row));
  }
  const auto tell = [&](std::string_view event, const StatementId& freeze) {
    const Freeze& value = statements.find(freeze)->as<Freeze>();
    Row row = event_row(event, freeze, StatementType::freeze, identity.mode);
    row.set("org", Value{value.head.org.bytes()}).set("delegate", Value{value.delegate.bytes()});
    step.out.events.push_back(std::move(row));
  };
  const auto freezes_of = [](const Exclusions& of) {
    std::set<StatementId> ids;
    for (const auto& [device, freeze] : of.frozen) ids.insert(freeze);
    return ids;
  };
  const std::set<StatementId> were = freezes_of(before);
  const std::set<StatementId> are = freezes_of(exclusions);
  for (const StatementId& id : are) {
    if (!were.contains(id)) tell("person.frozen", id);
  }
  for (const StatementId& id : were) {
    if (!are.contains(id)) tell("person.thawed", id);
  }
}

// Members were sent the few sign-offs that the certificate used. Where others stand in for those
// who are left out now, they are sent these too, or they would hold back what delegates do not.
void Reading::publish_recount(const Accepted& proposal, const Accepted& call, Step& step) const {
  const Resident* self = own_residence();
  if (self == nullptr || !self->is_delegate || exclusions.is_empty()) return;
  const CallStanding standing = call_standing(picture(), call, step.now.wall);
  if (!standing.certificate || !standing.mandate) return;
  const auto proof = certificate_of(proposal, call, standing);
  if (proof) publish_parts(*proof, step);
  const auto recount = assess_mandate(electorate_of(proposal),
                                      signed_of<Proposal>(proposal),
                                      counting_for(picture(), proposal.id))
                           .mandate;
  if (!recount) return;
  for (const StatementId& id : recount->approvals) {
    const Accepted* approval = statements.find(id);
    if (approval != nullptr)
      step.out.posts.push_back(Post{wire::encode(approval->statement), Reach::own_org, false});
  }
}

// What counts nowhere is not signed. A thaw or a manifest is: there a frozen person counts.
Reply<void> Reading::may_sign(std::optional<StatementType> subject) const {
  const bool counts_there = subject == StatementType::freeze || subject == StatementType::manifest;
  if (counts_there || !identity.keys) return {};
  const DeviceId& self = identity.keys->id;
  if (exclusions.evidenced.contains(self))
    return refuse(Reason::equivocation,
                  Exit::held,
                  "two statements of this device contradict each other: what it signs counts "
                  "nowhere",
                  "a new manifest of your org that lists another device in its place");
  const auto frozen = exclusions.frozen.find(self);
  if (frozen == exclusions.frozen.end()) return {};
  const Head& freeze = head_of(statements.find(frozen->second)->body);
  const Resident* author = directory.find(freeze.author, freeze.org);
  const std::string by = author == nullptr ? "a delegate of your org" : author->person;
  return refuse(Reason::frozen,
                Exit::held,
                "you are frozen by " + by + ": what you sign counts nowhere",
                "others of your org lift it: tocsin thaw " + frozen->second.short_hex());
}

}  // namespace tocsin::coalition
