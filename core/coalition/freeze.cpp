#include "core/coalition/freeze.h"

#include <algorithm>
#include <map>

namespace tocsin::coalition {
namespace {

bool is_thaw(const Freeze& freeze) {
  return !freeze.thaw.is_zero();
}

bool is_later_on_device(const Accepted& a, const Accepted& b) {
  return std::pair{a.as<Freeze>().head.seq, a.id} > std::pair{b.as<Freeze>().head.seq, b.id};
}

bool is_later_by_clock(const Accepted& a, const Accepted& b) {
  return std::pair{a.as<Freeze>().head.at, a.id} > std::pair{b.as<Freeze>().head.at, b.id};
}

const Accepted* freeze_at(const Statements& statements, const StatementId& id) {
  const Accepted* found = statements.find(id);
  const bool is_freeze = found != nullptr && found->statement.type == StatementType::freeze;
  return is_freeze ? found : nullptr;
}

using Latest = std::map<DeviceId, const Accepted*>;

// A thaw whose freeze gave way to a later one of the same device lifts nothing any more.
std::vector<StatementId> sorted_marks(const Latest& latest,
                                      const std::vector<const Accepted*>& thaws) {
  std::set<StatementId> freezes;
  for (const auto& [device, freeze] : latest) freezes.insert(freeze->id);
  std::set<StatementId> marks = freezes;
  for (const Accepted* thaw : thaws) {
    if (freezes.contains(thaw->as<Freeze>().thaw)) marks.insert(thaw->id);
  }
  return {marks.begin(), marks.end()};
}

void take_latest(Latest& latest, const Accepted& freeze) {
  const auto [held, is_first] = latest.emplace(freeze.statement.author, &freeze);
  if (!is_first && is_later_on_device(freeze, *held->second)) held->second = &freeze;
}

}  // namespace

const Delegate* delegate_of(const Manifest& manifest, const DeviceId& device) {
  for (const Delegate& delegate : manifest.delegates) {
    for (const DeviceKeys& keys : delegate.devices) {
      if (device_id(keys) == device) return &delegate;
    }
  }
  return nullptr;
}

const Delegate* delegate_named(const Manifest& manifest, const DelegateId& person) {
  const auto found = std::ranges::find(manifest.delegates, person, &Delegate::id);
  return found == manifest.delegates.end() ? nullptr : &*found;
}

std::set<DeviceId> devices_of(const Manifest& manifest, const DelegateId& person) {
  std::set<DeviceId> devices;
  const Delegate* delegate = delegate_named(manifest, person);
  if (delegate == nullptr) return devices;
  for (const DeviceKeys& keys : delegate->devices) devices.insert(device_id(keys));
  return devices;
}

Result<void> check_freeze(const Statements& statements,
                          const Manifest* manifest,
                          const Freeze& freeze) {
  if (manifest == nullptr)
    return fail(Errc::not_found, "the manifest of the org that freezes is not here yet");
  if (delegate_named(*manifest, freeze.delegate) == nullptr)
    return fail(Errc::not_found, "a freeze of nobody that the manifest lists");
  if (!is_thaw(freeze)) {
    const Delegate* author = delegate_of(*manifest, freeze.head.author);
    if (author != nullptr && author->id == freeze.delegate)
      return fail(Errc::not_allowed, "nobody freezes themselves");
    return {};
  }
  const Accepted* lifted = statements.find(freeze.thaw);
  if (lifted == nullptr) return fail(Errc::not_found, "the freeze it lifts is not here yet");
  const Freeze* stood = std::get_if<Freeze>(&lifted->body);
  const bool fits = stood != nullptr && !is_thaw(*stood) && stood->head.org == freeze.head.org &&
                    stood->delegate == freeze.delegate;
  if (!fits) return fail(Errc::not_allowed, "a thaw of something that is no freeze of this person");
  return {};
}

ThawCount count_thaw(const Statements& statements, const Manifest& manifest, const Accepted& thaw) {
  const DelegateId& frozen = thaw.as<Freeze>().delegate;
  std::set<DelegateId> persons;
  for (const Accepted* signoff : statements.about(thaw.id, StatementType::signoff)) {
    const Signoff& value = signoff->as<Signoff>();
    const Delegate* person = delegate_of(manifest, value.head.author);
    const bool counts = value.stance == Stance::approve &&
                        value.subject_type == StatementType::freeze && person != nullptr &&
                        person->id != frozen && value.head.org == thaw.as<Freeze>().head.org;
    if (counts) persons.insert(person->id);
  }
  const std::size_t others = manifest.delegates.size() - 1;
  return ThawCount{persons.size(), std::min<std::size_t>(manifest.k, others)};
}

std::vector<StatementId> freeze_marks(const Statements& statements,
                                      const OrgId& org,
                                      const Manifest& manifest) {
  Latest latest;
  std::vector<const Accepted*> thaws;
  for (const Accepted* each : statements.of(StatementType::freeze)) {
    const Freeze& freeze = each->as<Freeze>();
    if (freeze.head.org != org) continue;
    if (!is_thaw(freeze)) {
      take_latest(latest, *each);
    } else if (count_thaw(statements, manifest, *each).is_complete()) {
      thaws.push_back(each);
    }
  }
  return sorted_marks(latest, thaws);
}

Result<std::vector<StatementId>> settled_marks(const Statements& statements,
                                               const std::vector<StatementId>& both) {
  Latest latest;
  std::vector<const Accepted*> thaws;
  for (const StatementId& id : both) {
    const Accepted* found = freeze_at(statements, id);
    if (found == nullptr) return fail(Errc::not_found, "a freeze that a view names is not here");
    if (is_thaw(found->as<Freeze>())) {
      thaws.push_back(found);
    } else {
      take_latest(latest, *found);
    }
  }
  return sorted_marks(latest, thaws);
}

std::vector<StatementId> unknown_marks(const Statements& statements,
                                       const Manifest* manifest,
                                       std::span<const StatementId> marks) {
  std::vector<StatementId> unknown;
  for (const StatementId& id : marks) {
    const Accepted* found = freeze_at(statements, id);
    const bool is_short =
        found == nullptr || (manifest != nullptr && is_thaw(found->as<Freeze>()) &&
                             !count_thaw(statements, *manifest, *found).is_complete());
    if (is_short) unknown.push_back(id);
  }
  return unknown;
}

std::vector<const Accepted*> standing_freezes(const Statements& statements,
                                              const Manifest& manifest,
                                              std::span<const StatementId> marks) {
  std::map<DelegateId, const Accepted*> newest;
  std::set<StatementId> lifted;
  for (const StatementId& id : marks) {
    const Accepted* found = freeze_at(statements, id);
    if (found == nullptr) continue;
    const Freeze& freeze = found->as<Freeze>();
    if (is_thaw(freeze)) {
      lifted.insert(freeze.thaw);
      continue;
    }
    // A device that the manifest does not list any more keeps nobody out.
    const Delegate* author = delegate_of(manifest, freeze.head.author);
    const bool is_listed =
        author != nullptr && delegate_named(manifest, freeze.delegate) != nullptr;
    if (!is_listed || author->id == freeze.delegate) continue;
    const auto [held, is_first] = newest.emplace(author->id, found);
    if (!is_first && is_later_by_clock(*found, *held->second)) held->second = found;
  }
  std::vector<const Accepted*> standing;
  for (const auto& [person, freeze] : newest) {
    if (!lifted.contains(freeze->id)) standing.push_back(freeze);
  }
  return standing;
}

}  // namespace tocsin::coalition
