// Our own roll entries, and who is on a roll now.
#include <algorithm>

#include "core/coalition/audience.h"
#include "core/coalition/roll_log.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/view.h"

namespace tocsin::coalition {
namespace {

Reply<void> need_steward(const Resident* self, const Electorate& electorate) {
  const bool is_in_force = self != nullptr && electorate.org(self->org) != nullptr;
  if (is_in_force && self->is_steward) return {};
  return refuse(Reason::delegate,
                Exit::permission,
                "only a steward's device changes the roll",
                "ask a delegate of your org");
}

StatementId roll_head(const Statements& statements, const DeviceId& steward) {
  const auto log = roll_log(statements, steward);
  return log.empty() ? StatementId::zero() : log.back()->id;
}

RollState roll_now(const Statements& statements, const Electorate& electorate, const OrgId& org) {
  std::set<DeviceId> stewards;
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    if (entry->as<Roll>().head.org == org) stewards.insert(entry->statement.author);
  }
  std::vector<NamedLog> logs;
  for (const DeviceId& steward : stewards)
    logs.push_back(named_by(log_of(statements, steward), statements));
  return roll_state(*electorate.manifest(org), logs);
}

}  // namespace

Reply<void> Coalition::State::add_to_roll(const RollAdd& add, Step& step) {
  if (!is_known())
    return refuse(Exit::later, "E_CHARTER_UNKNOWN", "this device knows no charter in force yet");
  if (auto may = need_steward(own_residence(), *electorate); !may) return may;
  if (auto may = may_sign(); !may) return may;
  const DeviceId device = device_id(add.keys);
  const RollState now = roll_now(statements, *electorate, own_org());
  if (is_delegate_device(*electorate->manifest(own_org()), device))
    return refuse(Reason::roll, Exit::usage, "a delegate's device is a member by the manifest");
  if (now.removed.contains(device))
    return refuse(Reason::roll,
                  Exit::held,
                  "a removed device never returns",
                  "that person needs new keys: tocsin init");
  if (now.members.contains(device)) return {};
  Roll roll;
  roll.head = Head{identity.keys->id, own_org(), step.now.wall, 0};
  roll.prev = roll_head(statements, identity.keys->id);
  roll.adds = {add};
  if (const auto signed_itself = check_adds(Domain{anchor(), identity.mode}, roll); !signed_itself)
    return refuse(signed_itself.error());
  issue(StatementType::roll, identity.mode, Body{std::move(roll)}, step);
  return {};
}

Reply<void> Coalition::State::roll_remove(const Row& arguments, Step& step) {
  if (auto may = need_steward(own_residence(), *electorate); !may) return may;
  if (auto may = may_sign(); !may) return may;
  const std::string wanted = arguments.text("device").value_or("");
  const RollState now = roll_now(statements, *electorate, own_org());
  std::vector<DeviceId> found;
  for (const auto& [device, member] : now.members) {
    const bool is_prefix = wanted.size() >= 4 && device.hex().starts_with(wanted);
    if (is_prefix || member.person == wanted) found.push_back(device);
  }
  if (found.size() != 1)
    return refuse(Exit::usage,
                  found.empty() ? "E_NOT_FOUND" : "E_CONFLICT",
                  "name one member by handle or id",
                  "tocsin roll list");
  Roll roll;
  roll.prev = roll_head(statements, identity.keys->id);
  roll.removes = {Cutoff{found.front(), statements.seq_max(found.front())}};
  issue(StatementType::roll, identity.mode, Body{std::move(roll)}, step);
  Row row{"removed"};
  row.set("device", Value{found.front().bytes()})
      .set("person", now.members.at(found.front()).person);
  step.rows.push_back(std::move(row));
  return {};
}

Reply<void> Reading::roll_list(const Row& arguments, Step& step) const {
  auto org = named_org(arguments);
  if (!org) return tl::unexpected<Refusal>{org.error()};
  const ChannelPolicy policy{org_channel(anchor(), *org), ChannelKind::org, *org};
  const auto found =
      audience_under(*lineage,
                     statements,
                     policy,
                     project(whole_view(*electorate, *lineage, statements), *electorate, policy));
  for (const Member& member : std::get<Audience>(found)) {
    Row row{"member"};
    row.set("device", Value{member.device.bytes()})
        .set("person", member.person)
        .set("is_delegate", member.is_delegate);
    row.set("keys", Value{Writer{}.bytes(member.keys.idk).bytes(member.keys.ltk).take()});
    row.set("org", Value{member.org.bytes()}).set("slug", electorate->org(member.org)->slug);
    step.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace tocsin::coalition
