#include "core/coalition/roll.h"

#include <algorithm>
#include <limits>

#include "core/wire/channel_codec.h"

namespace tocsin::coalition {
namespace {

// Adds of these devices count up to here.
std::map<DeviceId, std::uint64_t> cutoffs_of(const Manifest& manifest,
                                             const std::vector<NamedLog>& logs) {
  std::map<DeviceId, std::uint64_t> cutoffs;
  const auto lower = [&](const Cutoff& cutoff) {
    const auto [found, is_new] = cutoffs.emplace(cutoff.device, cutoff.last_seq);
    if (!is_new) found->second = std::min(found->second, cutoff.last_seq);
  };
  std::ranges::for_each(manifest.dropped, lower);
  for (const NamedLog& log : logs) {
    for (const auto* entries : {&log.chain, &log.strays}) {
      for (const Accepted* entry : *entries)
        std::ranges::for_each(entry->as<Roll>().removes, lower);
    }
  }
  return cutoffs;
}

void take_removes(RollState& state, const std::vector<const Accepted*>& entries) {
  for (const Accepted* entry : entries) {
    for (const Cutoff& remove : entry->as<Roll>().removes) state.removed.insert(remove.device);
  }
}

}  // namespace

std::vector<const Accepted*> roll_log(const Statements& statements, const DeviceId& steward) {
  std::multimap<StatementId, const Accepted*> after;
  for (const Accepted* entry : statements.of(StatementType::roll)) {
    if (entry->statement.author == steward) after.emplace(entry->as<Roll>().prev, entry);
  }
  std::vector<const Accepted*> log;
  StatementId head = StatementId::zero();
  while (after.count(head) == 1) {
    log.push_back(after.find(head)->second);
    head = log.back()->id;
  }
  return log;
}

std::vector<const Accepted*> roll_log_to(const Statements& statements, const StatementId& head) {
  std::vector<const Accepted*> log;
  for (StatementId at = head; !at.is_zero();) {
    const Accepted* entry = statements.find(at);
    if (entry == nullptr || entry->statement.type != StatementType::roll) return {};
    log.push_back(entry);
    at = entry->as<Roll>().prev;
  }
  std::ranges::reverse(log);
  return log;
}

Result<void> check_adds(const Domain& domain, const Roll& roll) {
  for (const RollAdd& add : roll.adds) {
    const DeviceId device = device_id(add.keys);
    // A newcomer signs before it knows the org (an invite does not name it): zero there.
    const Bytes body = wire::encode(DeviceStatement{device, add.keys, OrgId::zero(), add.person});
    if (!crypto::verify(add.keys.idk, signature_input(domain, "device", body), add.signature))
      return fail(Errc::unauthenticated,
                  "a roll entry adds a device that has not signed for itself");
  }
  return {};
}

bool is_steward(const Manifest& manifest, const DeviceId& device) {
  if (is_delegate_device(manifest, device)) return true;
  return std::ranges::any_of(manifest.stewards, [&](const Steward& steward) {
    return std::ranges::find(steward.devices, device) != steward.devices.end();
  });
}

bool is_delegate_device(const Manifest& manifest, const DeviceId& device) {
  return std::ranges::any_of(manifest.delegates, [&](const Delegate& delegate) {
    return std::ranges::any_of(delegate.devices,
                               [&](const DeviceKeys& keys) { return device_id(keys) == device; });
  });
}

RollState roll_state(const Manifest& manifest, const std::vector<NamedLog>& logs) {
  RollState state;
  const std::map<DeviceId, std::uint64_t> cutoffs = cutoffs_of(manifest, logs);
  bool is_unknowable = false;
  for (const NamedLog& log : logs) {
    take_removes(state, log.chain);
    take_removes(state, log.strays);
    const bool is_dropped =
        std::ranges::find(manifest.dropped, log.steward, &Cutoff::device) != manifest.dropped.end();
    is_unknowable = is_unknowable || (log.all_strays && !is_dropped);
    const auto cutoff = cutoffs.find(log.steward);
    if (!is_steward(manifest, log.steward) && cutoff == cutoffs.end()) continue;
    for (const Accepted* entry : log.chain) {
      const Roll& roll = entry->as<Roll>();
      if (cutoff != cutoffs.end() && roll.head.seq > cutoff->second) continue;
      for (const RollAdd& add : roll.adds)
        state.members.emplace(device_id(add.keys),
                              RollMember{add.keys, add.person, roll.head.author});
    }
  }
  if (is_unknowable) state.members.clear();
  std::erase_if(state.members, [&](const auto& member) {
    return state.removed.contains(member.first) || is_delegate_device(manifest, member.first);
  });
  return state;
}

}  // namespace tocsin::coalition
