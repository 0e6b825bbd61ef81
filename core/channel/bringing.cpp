// Making a custom channel, and bringing in whom its epochs left out: who came into the audience
// later, or whose keys its author did not know (channel.md §2, channel.md §6). There is no other
// way into it: an org's channel and the assembly have their own.
#include <algorithm>
#include <set>

#include "core/channel/state.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

constexpr Seconds bring_again{600};  // what could not be sealed now may be later

// Each join slot opened makes new keys, so a slot of those before them is as good.
bool is_of_known_keys(const JoinSlot& slot, const DeviceId& device, const Prekeys& prekeys) {
  const KeysStatement* newest = prekeys.newest(device);
  if (newest == nullptr) return false;
  for (std::uint16_t back = 0; back < limits::generations_kept && back < newest->gen; ++back) {
    const auto gen = static_cast<std::uint16_t>(newest->gen - back);
    const KeysStatement* keys = prekeys.of(device, gen);
    if (keys != nullptr && same_bytes(slot.jpk, ByteView{keys->jpk}.first(8))) return true;
  }
  return false;
}

void add_slots_of(std::set<DeviceId>& in,
                  const HeldEpoch& epoch,
                  const Audience& audience,
                  const Prekeys& prekeys) {
  for (const SlotChunk& chunk : epoch.join_chunks) {
    for (const JoinSlot& slot : join_slots(chunk)) {
      if (slot.rank >= audience.size()) continue;  // chance, where its keys were unknown
      const DeviceId& device = audience[slot.rank].device;
      if (is_of_known_keys(slot, device, prekeys)) in.insert(device);
    }
  }
}

}  // namespace

void Channels::State::tell_new_channels(Turn& turn) {
  for (const Custom* custom : customs.settle(audiences, turn.outbox)) {
    Row event{"event"};
    event.set("event", "channel.new")
        .set("channel", Value{custom->id.bytes()})
        .set("name", custom->definition.name);
    turn.out.events.push_back(std::move(event));
  }
}

// Who can read that epoch, as far as is seen from here: of whom a record came under it or one above
// it, who made one of these, and who has a slot that opens in one. Who came in further down does
// not see the first ones; whoever is in the first epoch it holds was in before it.
std::set<DeviceId> Channels::State::brought_in(const HeldEpoch& under) {
  std::set<DeviceId> in;
  const HeldEpoch* top = &under;
  for (const HeldEpoch* epoch = top; epoch != nullptr; epoch = epochs.find(epoch->parent())) {
    const Audience* audience = Epochs::audience(*epoch, audiences);
    if (audience == nullptr) break;
    in.insert(epoch->announcement.core.author);
    for (const auto& [rank, chain] : epoch->chains) in.insert((*audience)[rank].device);
    add_slots_of(in, *epoch, *audience, prekeys);
    top = epoch;
  }
  if (top->parent().is_zero()) return in;
  if (const Audience* first = Epochs::audience(*top, audiences)) {
    for (const Member& member : *first) in.insert(member.device);
  }
  return in;
}

// Those who are in and could bring it in as well take turns: the j-th waits 2 s times j.
Seconds Channels::State::bring_wait(const Audience& audience,
                                    const std::set<DeviceId>& in,
                                    const Member& absent) const {
  const auto place = [&](const DeviceId& device) {
    return crypto::hash(labels::bring, {absent.device.view(), device.view()});
  };
  const crypto::Hash mine = place(identity.keys->id);
  const auto before = std::ranges::count_if(audience, [&](const Member& each) {
    const bool shares = each.org == absent.org || (each.is_delegate && absent.is_delegate);
    return shares && in.contains(each.device) && place(each.device) < mine;
  });
  return std::min<Seconds>(limits::copy_wait_max, limits::copy_step * before);
}

// Its keys are known, and another channel reaches it. Dear, so it is asked of the absent alone.
bool Channels::State::can_bring(const DeviceId& device, const HeldEpoch& under, const Turn& turn) {
  const KeysStatement* keys = prekeys.newest(device);
  return keys != nullptr && keys->not_after_day >= turn.today() &&
         !shared_with(device, under.id).empty();
}

void Channels::State::bring_in(Turn& turn) {
  for (const Custom* custom : customs.known()) bring_in(custom->policy(), turn);
}

void Channels::State::bring_in(const ChannelPolicy& policy, Turn& turn) {
  const Choice choice = choose(policy);
  if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) return;
  const auto audience = current(policy);
  const Audience readers = *Epochs::audience(*choice.epoch, audiences);
  const std::set<DeviceId> in = brought_in(*choice.epoch);
  std::vector<DeviceId> repairs;
  bool is_due = false;
  for (const Member& absent : *audience) {
    const std::pair key{policy.id, absent.device};
    const bool is_in = in.contains(absent.device) || absent.device == identity.keys->id;
    if (is_in || !can_bring(absent.device, *choice.epoch, turn)) {
      bring_due.erase(key);
      continue;
    }
    auto due = bring_due.find(key);
    if (due == bring_due.end())
      due = bring_due.emplace(key, turn.now.instant + bring_wait(*audience, in, absent)).first;
    if (turn.now.instant < due->second) continue;
    due->second = turn.now.instant + bring_again;
    is_due = true;
    if (rank_of(readers, absent.device)) repairs.push_back(absent.device);
  }
  if (!is_due) return;
  HeldEpoch& made = make_child(policy, choice.epoch, std::move(repairs), turn);
  welcome_joiners(made, turn);
}

// What a user would have to change; the rest of the rules is in the types.
Reply<void> Channels::State::check_new(const ChannelDefinition& made,
                                       const Audience& audience) const {
  const auto me = rank_of(audience, identity.keys->id);
  if (!me || !audience[*me].is_delegate)
    return refuse(Exit::usage,
                  "E_NOT_MEMBER",
                  "you would not be in this channel yourself",
                  "name your own organization's delegates, or this device, as a part");
  if (audience.size() < 2)
    return refuse(
        Exit::usage, "E_EMPTY", "nobody else would be in this channel", "name one more part");
  if (audience.size() > limits::members_max)
    return refuse(Exit::usage, "E_SIZE", "a channel has at most 5,000 devices", "name fewer parts");
  const auto all = customs.known();
  const auto is_same = [&](const Custom* each) { return each->definition.name == made.name; };
  if (std::ranges::any_of(all, is_same))
    return refuse(
        Exit::usage, "E_NAME", "a channel of that name is here already", "take another name");
  if (customs.made_by(identity.keys->id, made.at) >= limits::channels_per_year_max)
    return refuse(Exit::held,
                  "E_SIZE",
                  "a device makes at most 16 channels a year",
                  "another delegate can make it");
  return {};
}

Reply<std::pair<ChannelId, Out>> Channels::create(std::string name,
                                                  std::vector<ChannelPart> parts,
                                                  Now now,
                                                  Outbox& outbox) {
  State& state = *state_;
  ENSURE(state.identity.has_coalition() && state.identity.has_keys());
  const IdentityKeys& me = *state.identity.keys;
  const ChannelDefinition made{me.id, std::move(name), std::move(parts), now.wall};
  const Statement statement = sign_statement(
      state.identity.domain(), StatementType::channel, me.id, wire::encode(made), me.idk.reveal());
  // Read back as others will: what they refuse is not made.
  auto custom = Custom::read(wire::encode(statement));
  if (!custom) return refuse(custom.error());
  const auto fits = state.check_new(made, *state.current(custom->policy()));
  if (!fits) return tl::unexpected<Refusal>{fits.error()};
  Turn turn{now, outbox, {}};
  state.begin(turn);
  custom->is_known = true;
  const ChannelPolicy policy = state.customs.add(*std::move(custom), outbox).policy();
  HeldEpoch& root = state.make_child(policy, nullptr, {}, turn);
  state.welcome_joiners(root, turn);
  state.is_dirty = true;
  state.settle(turn);
  return std::pair{policy.id, std::move(turn.out)};
}

}  // namespace tocsin::channel
