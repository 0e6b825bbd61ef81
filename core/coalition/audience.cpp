#include "core/coalition/audience.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "core/coalition/freeze.h"
#include "core/coalition/roll_log.h"

namespace tocsin::coalition {
namespace {

// A version that is not complete here may still become so when its sign-offs come.
void add_incomplete(std::vector<StatementId>& missing, const Lineage& lineage, const Tips& tips) {
  for (const StatementId& id : tips.ids) {
    if (!lineage.complete().contains(id)) missing.push_back(id);
  }
}

// An amendment cannot be complete without the first manifests of the orgs that enter.
void add_unknown_orgs(std::vector<StatementId>& missing,
                      const Lineage& lineage,
                      const Statements& statements,
                      const StatementId& tip) {
  const Charter* charter = statements.find_as<Charter>(tip);
  if (charter == nullptr) return;
  for (const CharterOrg& org : charter->orgs)
    if (!lineage.manifests().contains(org.id)) missing.emplace_back(org.id.array());
}

// Of a device with evidence against it that is not here the view names no statement: its own id
// stands for both.
void add_unknown_of(std::vector<StatementId>& missing,
                    const Lineage& lineage,
                    const Statements& statements,
                    const OrgView& org) {
  add_incomplete(missing, lineage, org.manifest);
  for (const RollLog& log : org.logs) {
    for (const StatementId& id : unknown_entries(log, statements)) missing.push_back(id);
  }
  const Manifest* manifest = org.manifest.ids.size() == 1
                                 ? statements.find_as<Manifest>(org.manifest.ids.front())
                                 : nullptr;
  for (const StatementId& id : unknown_marks(statements, manifest, org.marks))
    missing.push_back(id);
  for (const DeviceId& device : org.evidenced) {
    if (!statements.evidence().contains(device)) missing.emplace_back(device.array());
  }
}

std::vector<StatementId> missing_of(const Lineage& lineage,
                                    const Statements& statements,
                                    const View& view) {
  std::vector<StatementId> missing;
  add_incomplete(missing, lineage, view.charter);
  for (const StatementId& tip : view.charter.ids)
    add_unknown_orgs(missing, lineage, statements, tip);
  for (const OrgView& org : view.orgs) add_unknown_of(missing, lineage, statements, org);
  return missing;
}

RollState roll_under(const Statements& statements, const Manifest& manifest, const OrgView& org) {
  std::vector<NamedLog> logs;
  for (const RollLog& log : org.logs) logs.push_back(named_by(log, statements));
  return roll_state(manifest, logs);
}

std::set<DeviceId> kept_out(const Statements& statements,
                            const Manifest& manifest,
                            const OrgView& org) {
  std::set<DeviceId> out{org.evidenced.begin(), org.evidenced.end()};
  for (const Accepted* freeze : standing_freezes(statements, manifest, org.marks))
    out.merge(devices_of(manifest, freeze->as<Freeze>().delegate));
  return out;
}

// A freeze covers the person: also a laptop that no manifest lists yet.
std::set<std::string> frozen_names(const Statements& statements,
                                   const Manifest& manifest,
                                   const OrgView& org) {
  std::set<std::string> out;
  for (const Accepted* freeze : standing_freezes(statements, manifest, org.marks)) {
    const Delegate* delegate = delegate_named(manifest, freeze->as<Freeze>().delegate);
    if (delegate != nullptr) out.insert(delegate->handle);
  }
  return out;
}

Audience members_under(const Statements& statements,
                       const OrgView& org,
                       const StatementId& tip,
                       bool with_members) {
  Audience out;
  const Manifest* manifest = statements.find_as<Manifest>(tip);
  if (manifest == nullptr || manifest->is_closed) return out;
  for (const Delegate& delegate : manifest->delegates) {
    for (const DeviceKeys& keys : delegate.devices)
      out.push_back(Member{device_id(keys), keys, org.org, delegate.handle, true});
  }
  if (with_members) {
    for (const auto& [device, member] : roll_under(statements, *manifest, org).members)
      out.push_back(Member{device, member.keys, org.org, member.person, false});
  }
  const std::set<DeviceId> excluded = kept_out(statements, *manifest, org);
  const std::set<std::string> frozen = frozen_names(statements, *manifest, org);
  std::erase_if(out, [&](const Member& member) {
    return excluded.contains(member.device) ||
           (!member.is_delegate && frozen.contains(member.person));
  });
  std::ranges::sort(out);
  return out;
}

// Under a fork only whom every tip alone would let in.
Audience members_under(const Statements& statements, const OrgView& org, bool with_members) {
  Audience out;
  if (org.manifest.is_forked) return out;
  bool is_first = true;
  for (const StatementId& tip : org.manifest.ids) {
    Audience one = members_under(statements, org, tip, with_members);
    if (!std::exchange(is_first, false)) {
      Audience both;
      std::ranges::set_intersection(out, one, std::back_inserter(both));
      one = std::move(both);
    }
    out = std::move(one);
  }
  return out;
}

enum class Listed : std::uint8_t { as_full, anyhow };

bool is_listed_under(const Statements& statements,
                     const Tips& charters,
                     const OrgId& org,
                     Listed how) {
  if (charters.is_forked || charters.ids.empty()) return false;
  return std::ranges::all_of(charters.ids, [&](const StatementId& tip) {
    const Charter* charter = statements.find_as<Charter>(tip);
    if (charter == nullptr) return false;
    const auto listed = std::ranges::find(charter->orgs, org, &CharterOrg::id);
    return listed != charter->orgs.end() &&
           (how == Listed::anyhow || listed->standing == Standing::full);
  });
}

// Of one org, whom the channel is for.
Audience selected(const Statements& statements,
                  const ChannelPolicy& channel,
                  const View& view,
                  const OrgView& org) {
  switch (channel.kind) {
    case ChannelKind::assembly:
      if (!is_listed_under(statements, view.charter, org.org, Listed::as_full)) return {};
      return members_under(statements, org, false);
    case ChannelKind::org:
      return org.org == channel.org ? members_under(statements, org, true) : Audience{};
    case ChannelKind::custom:
      break;
  }
  const auto part = std::ranges::find(channel.parts, org.org, &ChannelPart::org);
  if (part == channel.parts.end() ||
      !is_listed_under(statements, view.charter, org.org, Listed::anyhow))
    return {};
  Audience all = members_under(statements, org, part->needs_roll());
  std::erase_if(all, [&](const Member& member) {
    const bool is_selected = member.is_delegate ? part->has_delegates : part->has_members;
    return !is_selected && !std::ranges::binary_search(part->devices, member.device);
  });
  return all;
}

}  // namespace

std::variant<Audience, Audiences::Missing> audience_under(const Lineage& lineage,
                                                          const Statements& statements,
                                                          const ChannelPolicy& channel,
                                                          const View& view) {
  std::vector<StatementId> missing = missing_of(lineage, statements, view);
  if (!missing.empty()) return Audiences::Missing{std::move(missing)};
  Audience audience;
  for (const OrgView& org : view.orgs) {
    std::ranges::move(selected(statements, channel, view, org), std::back_inserter(audience));
  }
  std::ranges::sort(audience);
  return audience;
}

}  // namespace tocsin::coalition
