// Our own roll entries, and who is on a roll now.
#include <algorithm>

#include "core/coalition/audience.h"
#include "core/coalition/freeze.h"
#include "core/coalition/roll_log.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/view.h"
#include "core/model/limits/coalition.h"

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

// All that answer to this name, delegates' devices and the roll's.
std::set<DeviceId> devices_named(const Manifest& manifest,
                                 const RollState& roll,
                                 std::string_view person) {
  std::set<DeviceId> out;
  for (const Delegate& delegate : manifest.delegates) {
    if (delegate.handle == person) out.merge(devices_of(manifest, delegate.id));
  }
  for (const auto& [device, member] : roll.members) {
    if (member.person == person) out.insert(device);
  }
  return out;
}

// A stranger under somebody's name would be read, and listed, as that person.
Reply<void> need_free_name(const std::set<DeviceId>& bearers, const std::string& person) {
  if (bearers.empty()) return {};
  return refuse(Exit::usage,
                "E_CONFLICT",
                "somebody of that name is in your organization",
                "a second laptop of that person: tocsin device-link new " + person +
                    "; somebody else: another --handle at tocsin init");
}

}  // namespace

Reply<void> Reading::may_add_device(std::string_view person) const {
  if (!is_known())
    return refuse(Exit::later, "E_CHARTER_UNKNOWN", "this device knows no charter in force yet");
  if (auto may = need_steward(own_residence(), *electorate); !may) return may;
  if (auto may = may_sign(); !may) return may;
  const auto bearers = devices_named(
      *electorate->manifest(own_org()), roll_now(statements, *electorate, own_org()), person);
  if (bearers.empty())
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "nobody of that name is in your organization",
                  "tocsin roll list; a new person comes by tocsin invite");
  if (std::ranges::any_of(bearers, [&](const DeviceId& device) { return exclusions.has(device); }))
    return refuse(Reason::frozen,
                  Exit::held,
                  "this person is frozen and gets no further laptop",
                  "tocsin thaw FREEZE, or a manifest that names another device");
  if (bearers.size() >= limits::devices_max)
    return refuse(Exit::held,
                  "E_SIZE",
                  "this person has four laptops already",
                  "tocsin roll remove DEVICE: one that is not used any more");
  return {};
}

Reply<void> Coalition::State::add_to_roll(const RollAdd& add, Coalition::Entry entry, Step& step) {
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
  const bool is_new_person = entry == Coalition::Entry::new_person;
  if (auto may =
          is_new_person
              ? need_free_name(devices_named(*electorate->manifest(own_org()), now, add.person),
                               add.person)
              : may_add_device(add.person);
      !may)
    return may;
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
  if (found.size() > 1)
    return refuse(Exit::usage,
                  "E_CONFLICT",
                  std::to_string(found.size()) + " devices go by that; one is removed at a time",
                  "tocsin roll list, then more digits of the one device's id");
  if (found.empty())
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "no member's device goes by that",
                  "tocsin roll list: a name, or first digits of an id");
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
