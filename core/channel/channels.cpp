#include "core/channel/channels.h"

#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

// Table::channels: a channel's id -> its notes; one byte -> the newest mesh list; the rest is of
// customs.h.
const Bytes mesh_list_key{1};

constexpr std::size_t prefix_digits_min = 4;

Bytes notes_row(const ChannelNotes& notes) {
  return Writer{}
      .u16(notes.posted_gen)
      .bytes(notes.last_record.view())
      .u32(notes.copy_seen)
      .u32(notes.stamp_posted)
      .bytes(notes.posted_epoch.view())
      .u32(notes.posted_day)
      .take();
}

ChannelNotes notes_of(const Bytes& row) {
  Reader in{row};
  ChannelNotes notes;
  notes.posted_gen = in.u16();
  notes.last_record = RecordId{in.array<32>()};
  notes.copy_seen = in.u32();
  notes.stamp_posted = in.u32();
  notes.posted_epoch = EpochId{in.array<32>()};
  notes.posted_day = in.u32();
  ENSURE(in.finished());
  return notes;
}

std::string_view kind_word(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::assembly:
      return "assembly";
    case ChannelKind::org:
      return "org";
    case ChannelKind::custom:
      return "custom";
  }
  return "";
}

}  // namespace

Channels::State::State(Random& random_source,
                       const Archive& stored,
                       const Audiences& asked,
                       const Identity& self,
                       const Snapshot& restored)
    : random{random_source},
      archive{stored},
      audiences{asked},
      identity{self},
      prekeys{restored},
      customs{restored},
      epochs{restored},
      waiting{restored},
      joins{restored},
      mesh{restored},
      history{stored},
      files{stored, restored} {
  for (const StoredRow& row : restored.of(Table::channels)) {
    if (row.key == mesh_list_key) {
      mesh_list = row.value;
    } else if (row.key.size() == ChannelId::size) {
      notes.emplace(ChannelId{Reader{row.key}.array<32>()}, notes_of(row.value));
    }
  }
  epochs.resolve(customs);
  waiting.resolve(customs);
}

// The assembly first, then the own org's channel, then custom ones, the oldest first.
std::vector<ChannelPolicy> Channels::State::policies() const {
  std::vector<ChannelPolicy> out;
  if (!identity.has_coalition()) return out;
  out.push_back(
      ChannelPolicy{assembly_channel(identity.coalition), ChannelKind::assembly, OrgId::zero()});
  if (!identity.org.is_zero()) out.push_back(own_policy());
  for (const Custom* custom : customs.known()) out.push_back(custom->policy());
  return out;
}

ChannelPolicy Channels::State::own_policy() const {
  return ChannelPolicy{
      org_channel(identity.coalition, identity.org), ChannelKind::org, identity.org};
}

std::optional<ChannelPolicy> Channels::State::policy_of(const ChannelId& channel) const {
  for (const ChannelPolicy& policy : policies()) {
    if (policy.id == channel) return policy;
  }
  return std::nullopt;
}

std::shared_ptr<const Audience> Channels::State::current(const ChannelPolicy& policy) {
  View view = audiences.current(policy);
  Current& known = currents[policy.id];
  if (known.audience == nullptr || known.view != view) {
    auto found = audiences.audience(policy, view);
    auto* members = std::get_if<Audience>(&found);
    known.audience =
        std::make_shared<const Audience>(members == nullptr ? Audience{} : std::move(*members));
    known.view = std::move(view);
  }
  return known.audience;
}

Choice Channels::State::choose(const ChannelPolicy& policy) {
  return pick(epochs, audiences, policy.id, *current(policy), identity.keys->id);
}

const Member* Channels::State::member(const ChannelPolicy& policy, const DeviceId& device) {
  const auto audience = current(policy);
  const auto rank = rank_of(*audience, device);
  return rank ? &(*audience)[*rank] : nullptr;
}

void Channels::State::note(const ChannelId& channel, const ChannelNotes& own, Outbox& outbox) {
  notes[channel] = own;
  outbox.keep(Table::channels, channel.bytes(), notes_row(own));
}

void Channels::State::begin(Turn& turn) {
  turn.out = std::exchange(later, Out{});
  is_owing = false;
  if (strangers_at != turn.now.instant) strangers.clear();
  strangers_at = turn.now.instant;
  if (watched_day != turn.today()) learned(turn);
}

void Channels::State::keep_mesh_list(Bytes list, Outbox& outbox) {
  if (list == mesh_list) return;
  mesh_list = std::move(list);
  outbox.keep(Table::channels, mesh_list_key, mesh_list);
}

void Channels::State::put_off(Out out) {
  later = std::move(out);  // begin() had emptied it
  is_owing = true;
}

Channels::Channels(Random& random,
                   const Archive& archive,
                   const Audiences& audiences,
                   const Identity& identity,
                   const Snapshot& restored)
    : state_{std::make_unique<State>(random, archive, audiences, identity, restored)} {}

Channels::~Channels() = default;
Channels::Channels(Channels&&) noexcept = default;
Channels& Channels::operator=(Channels&&) noexcept = default;

void Channels::start_device(Now now, Outbox& outbox) {
  ENSURE(state_->identity.has_keys() && state_->prekeys.newest_own() == nullptr);
  const Domain before_coalition{CoalitionId::zero(), state_->identity.mode};
  state_->prekeys.renew(
      state_->random, before_coalition, *state_->identity.keys, day_of(now.wall), outbox);
}

std::vector<Bytes> Channels::card_statements() const {
  const Identity& self = state_->identity;
  ENSURE(self.has_keys() && state_->prekeys.newest_own() != nullptr);
  const IdentityKeys& me = *self.keys;
  const Statement device =
      sign_statement(Domain{CoalitionId::zero(), self.mode},
                     StatementType::device,
                     me.id,
                     wire::encode(DeviceStatement{me.id, me.device, OrgId::zero(), self.handle}),
                     me.idk.reveal());
  return {wire::encode(device), state_->prekeys.newest_own()->statement};
}

Out Channels::open(const Envelope& envelope, Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->open(envelope, turn);
  state_->settle(turn);
  return std::move(turn.out);
}

Reply<std::pair<Sent, Out>> Channels::send(const ChannelId& channel,
                                           RecordType type,
                                           Bytes body,
                                           bool is_urgent,
                                           Now now,
                                           Outbox& outbox) {
  const auto policy = state_->policy_of(channel);
  if (!policy || !state_->identity.has_keys())
    return refuse(
        Exit::usage, "E_NOT_FOUND", "this device knows no such channel", "tocsin channel list");
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  auto sent = state_->post(*policy, Posting{type, std::move(body), is_urgent, false}, turn);
  if (!sent) {
    // An epoch may have been made all the same: it goes out with the next call.
    state_->put_off(std::move(turn.out));
    return tl::unexpected<Refusal>{sent.error()};
  }
  state_->settle(turn);
  return std::pair{*sent, std::move(turn.out)};
}

Out Channels::view_changed(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->is_dirty = true;
  state_->settle(turn);
  return std::move(turn.out);
}

Out Channels::synced(Now now, Outbox& outbox) {
  Turn turn{now, outbox, {}};
  state_->begin(turn);
  state_->is_dirty = state_->is_dirty || !state_->waiting.is_empty();
  state_->settle(turn);
  return std::move(turn.out);
}

Out Channels::wake(Now now, Outbox& outbox) {
  State& state = *state_;
  Turn turn{now, outbox, {}};
  const auto due = state.next_wakeup();
  if (!due || now.instant < *due) return std::move(turn.out);
  state.begin(turn);
  if (state.is_fresh) {
    for (const Route& route : state.joins.routes()) turn.out.new_routes.push_back(route);
  }
  state.is_fresh = false;
  state.looked_at = now.instant;
  state.waiting.expire(now.wall, outbox);
  state.customs.expire(now.wall, outbox);
  state.files.expire(now.wall, outbox);
  state.expire_invites(turn);
  if (state.prekeys.is_due(turn.today()) && state.identity.has_coalition())
    state.prekeys.renew(
        state.random, state.identity.domain(), *state.identity.keys, turn.today(), outbox);
  state.is_dirty = true;
  state.settle(turn);
  return std::move(turn.out);
}

std::optional<Instant> Channels::next_wakeup() const {
  return state_->next_wakeup();
}

std::vector<MeshKeyRecord> Channels::mesh_keys() const {
  return state_->mesh.valid();
}

std::optional<Stamp> Channels::stamp(const EnvelopeId& envelope) const {
  return state_->mesh.stamp(state_->identity.coalition, envelope);
}

void Channels::set_mesh_list(Bytes list, Outbox& outbox) {
  state_->keep_mesh_list(std::move(list), outbox);
}

std::uint64_t Channels::refused() const {
  return state_->refused;
}

std::vector<Row> Channels::channels() const {
  std::vector<Row> out;
  for (const ChannelPolicy& policy : state_->policies()) {
    if (!is_member(policy.id)) continue;
    Row row{"channel"};
    row.set("channel", Value{policy.id.bytes()}).set("channel_kind", kind_word(policy.kind));
    if (!policy.org.is_zero()) row.set("org", Value{policy.org.bytes()});
    if (const Custom* custom = state_->customs.find(policy.id))
      row.set("name", custom->definition.name);
    row.set("members", state_->current(policy)->size())
        .set("has_keys", state_->epochs.has_any(policy.id));
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<ChannelId> Channels::named(std::string_view text) const {
  std::vector<ChannelId> by_name;
  std::vector<ChannelId> by_digits;
  for (const ChannelPolicy& policy : state_->policies()) {
    const Custom* custom = state_->customs.find(policy.id);
    if (custom != nullptr && custom->definition.name == text) by_name.push_back(policy.id);
    if (text.size() >= prefix_digits_min && hex_encode(policy.id.bytes()).starts_with(text))
      by_digits.push_back(policy.id);
  }
  return by_name.empty() ? by_digits : by_name;
}

std::optional<ChannelDefinition> Channels::definition(const ChannelId& channel) const {
  const Custom* custom = state_->customs.find(channel);
  if (custom == nullptr || !custom->is_known) return std::nullopt;
  return custom->definition;
}

std::vector<Row> Channels::read(const ChannelId& channel,
                                std::int64_t since_cursor,
                                std::size_t limit) const {
  auto rows = state_->history.read(channel, since_cursor, limit);
  const auto policy = state_->policy_of(channel);
  for (Row& row : rows) {
    if (row.kind() == "file") state_->tell_file(channel, row);
    if (!policy) continue;
    const auto author = DeviceId::from(row.bytes("author").value_or(Bytes{}));
    if (author && state_->member(*policy, *author) == nullptr) row.set("has_left", true);
  }
  return rows;
}

std::vector<Row> Channels::who(const ChannelId& channel) const {
  std::vector<Row> out;
  const auto policy = state_->policy_of(channel);
  if (!policy || !state_->identity.has_keys()) return out;
  const bool is_custom = policy->kind == ChannelKind::custom;
  const Choice choice = is_custom ? state_->choose(*policy) : Choice{};
  const auto in =
      choice.epoch == nullptr ? std::set<DeviceId>{} : state_->brought_in(*choice.epoch);
  for (const Member& member : *state_->current(*policy)) {
    Row row{"member"};
    row.set("person", member.person)
        .set("org", Value{member.org.bytes()})
        .set("device", Value{member.device.bytes()});
    const bool is_me = member.device == state_->identity.keys->id;
    const bool can_read =
        is_custom ? in.contains(member.device) : state_->prekeys.newest(member.device) != nullptr;
    row.set("is_delegate", member.is_delegate).set("has_keys", is_me || can_read);
    out.push_back(std::move(row));
  }
  return out;
}

bool Channels::is_member(const ChannelId& channel) const {
  const auto policy = state_->policy_of(channel);
  return policy && state_->identity.has_keys() &&
         state_->member(*policy, state_->identity.keys->id) != nullptr;
}

bool Channels::has_keys(const ChannelId& channel) const {
  return state_->epochs.has_any(channel);
}

std::vector<Route> Channels::routes(Now now) const {
  state_->epochs.watch(day_of(now.wall));
  std::vector<Route> out = state_->epochs.routes();
  std::ranges::copy(state_->joins.routes(), std::back_inserter(out));
  return out;
}

}  // namespace tocsin::channel
