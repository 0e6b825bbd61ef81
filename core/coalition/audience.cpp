#include "core/coalition/audience.h"

#include <algorithm>

#include "core/coalition/roll.h"

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

std::vector<StatementId> missing_of(const Statements& statements, const View& view) {
  std::vector<StatementId> missing;
  add_ids(missing, statements, view.charter.ids);
  for (const OrgView& org : view.orgs) {
    add_ids(missing, statements, org.manifest.ids);
    for (const RollLog& log : org.logs) {
      if (roll_log_to(statements, log.head).empty()) missing.push_back(log.head);
    }
  }
  return missing;
}

RollState roll_under(const Statements& statements, const Manifest& manifest, const OrgView& org) {
  std::vector<std::vector<const Accepted*>> logs;
  for (const RollLog& log : org.logs) logs.push_back(roll_log_to(statements, log.head));
  return roll_state(manifest, logs);
}

void add_org(Audience& out, const Statements& statements, const OrgView& org, bool with_members) {
  if (org.manifest.is_forked || org.manifest.ids.size() != 1) return;
  const Manifest* manifest = statements.find_as<Manifest>(org.manifest.ids.front());
  if (manifest == nullptr) return;
  add_delegates(out, org.org, *manifest);
  if (!with_members) return;
  for (const auto& [device, member] : roll_under(statements, *manifest, org).members)
    out.push_back(Member{device, member.keys, org.org, member.person, false});
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
