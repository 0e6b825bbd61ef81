#include "core/coalition/audience.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/coalition/freeze.h"
#include "core/coalition/roll_log.h"

namespace tocsin::coalition {
namespace {

void add_delegates(Audience& out, const OrgId& org, const Manifest& manifest) {
  for (const Delegate& delegate : manifest.delegates) {
    for (const DeviceKeys& keys : delegate.devices) {
      out.push_back(Member{device_id(keys), keys, org, delegate.handle, true});
    }
  }
}

void add_ids(std::vector<StatementId>& missing,
             const Statements& statements,
             const std::vector<StatementId>& ids) {
  for (const StatementId& id : ids) {
    if (statements.find(id) == nullptr) missing.push_back(id);
  }
}

// Of a device with evidence against it that is not here the view names no statement: its own id
// stands for both.
void add_unknown_of(std::vector<StatementId>& missing,
                    const Statements& statements,
                    const OrgView& org) {
  add_ids(missing, statements, org.manifest.ids);
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

std::vector<StatementId> missing_of(const Statements& statements, const View& view) {
  std::vector<StatementId> missing;
  add_ids(missing, statements, view.charter.ids);
  for (const OrgView& org : view.orgs) add_unknown_of(missing, statements, org);
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

void add_org(Audience& out, const Statements& statements, const OrgView& org, bool with_members) {
  if (org.manifest.is_forked || org.manifest.ids.size() != 1) return;
  const Manifest* manifest = statements.find_as<Manifest>(org.manifest.ids.front());
  if (manifest == nullptr) return;
  Audience all;
  add_delegates(all, org.org, *manifest);
  if (with_members) {
    for (const auto& [device, member] : roll_under(statements, *manifest, org).members)
      all.push_back(Member{device, member.keys, org.org, member.person, false});
  }
  const std::set<DeviceId> excluded = kept_out(statements, *manifest, org);
  std::ranges::copy_if(all, std::back_inserter(out), [&](const Member& member) {
    return !excluded.contains(member.device);
  });
}

}  // namespace

std::variant<Audience, Audiences::Missing> audience_under(const Electorate& electorate,
                                                          const Statements& statements,
                                                          const ChannelPolicy& channel,
                                                          const View& view) {
  std::vector<StatementId> missing = missing_of(statements, view);
  if (!missing.empty()) return Audiences::Missing{std::move(missing)};
  Audience audience;
  for (const OrgView& org : view.orgs) {
    const bool is_org = channel.kind == ChannelKind::org && org.org == channel.org;
    const CharterOrg* listed = electorate.org(org.org);
    const bool is_full = listed != nullptr && listed->standing == Standing::full;
    const bool is_in = is_org || (channel.kind == ChannelKind::assembly && is_full);
    if (is_in) add_org(audience, statements, org, is_org);
  }
  std::ranges::sort(audience);
  return audience;
}

}  // namespace tocsin::coalition
