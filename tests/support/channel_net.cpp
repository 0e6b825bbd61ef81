#include "tests/support/channel_net.h"

#include <algorithm>
#include <stdexcept>

#include "core/wire/statement_codec.h"

namespace tocsin::tests {
namespace {

// 2026-11-23 00:00 UTC.
constexpr std::int64_t channel_start_ms = 20780LL * 86'400'000;

Bytes fact_body(const Fact& fact, std::uint64_t salt) {
  Writer out;
  out.u64(salt)
      .u8(fact.is_removal ? 1 : 0)
      .bytes(fact.member.device.view())
      .bytes(fact.member.org.view());
  return out.take();
}

Identity identity_of(std::uint64_t seed, const std::string& handle) {
  SeededRandom random{seed * 7919 + 1};
  crypto::SignSeed idk = crypto::make_sign_seed(random);
  crypto::AgreeKey ltk = crypto::make_agree_key(random);
  const DeviceKeys keys{crypto::sign_public_key(idk.reveal()),
                        crypto::agree_public_key(ltk.reveal())};
  Identity identity;
  identity.keys.emplace(IdentityKeys{std::move(idk), std::move(ltk), keys, device_id(keys)});
  identity.handle = handle;
  return identity;
}

bool concerns(const ChannelPolicy& channel, const Member& member) {
  if (channel.kind == ChannelKind::assembly) return member.is_delegate;
  if (channel.kind == ChannelKind::org) return member.org == channel.org;
  const auto part = std::ranges::find(channel.parts, member.org, &ChannelPart::org);
  if (part == channel.parts.end()) return false;
  return (member.is_delegate ? part->has_delegates : part->has_members) ||
         std::ranges::find(part->devices, member.device) != part->devices.end();
}

std::set<StatementId> named(const View& view) {
  std::set<StatementId> out;
  for (const OrgView& org : view.orgs) out.insert(org.marks.begin(), org.marks.end());
  return out;
}

}  // namespace

OrgId org_named(const std::string& slug) {
  return OrgId{crypto::blake2b_256(as_bytes(slug))};
}

View FactAudiences::current(const ChannelPolicy& channel) const {
  std::map<OrgId, OrgView> orgs;
  for (const StatementId& id : known) {
    const Member& member = facts_.at(id).first.member;
    if (!concerns(channel, member)) continue;
    orgs.try_emplace(member.org, OrgView{member.org, {}, {}, {}, {}})
        .first->second.marks.push_back(id);
  }
  View view;
  for (auto& [id, org] : orgs) view.orgs.push_back(std::move(org));
  return view;
}

std::variant<Audience, Audiences::Missing> FactAudiences::audience(const ChannelPolicy& channel,
                                                                   const View& view) const {
  Missing missing;
  std::map<DeviceId, Member> members;
  std::set<DeviceId> removed;
  for (const StatementId& id : named(view)) {
    if (!known.contains(id)) {
      missing.ids.push_back(id);
      continue;
    }
    const Fact& fact = facts_.at(id).first;
    if (!concerns(channel, fact.member)) continue;
    if (fact.is_removal) removed.insert(fact.member.device);
    members.emplace(fact.member.device, fact.member);
  }
  if (!missing.ids.empty()) return missing;
  Audience audience;
  for (const auto& [id, member] : members) {
    if (!removed.contains(id)) audience.push_back(member);
  }
  return audience;
}

bool FactAudiences::covers(const View& v, const View& w) const {
  return std::ranges::includes(named(v), named(w));
}

std::vector<Bytes> FactAudiences::difference(const View& after, const View& before) const {
  std::vector<Bytes> out;
  const auto old = named(before);
  for (const StatementId& id : named(after)) {
    if (!old.contains(id)) out.push_back(facts_.at(id).second);
  }
  return out;
}

std::vector<Bytes> FactAudiences::wanted(const std::vector<StatementId>& missing) const {
  std::vector<Bytes> out;
  for (const StatementId& id : missing) {
    if (known.contains(id)) out.push_back(facts_.at(id).second);
  }
  return out;
}

std::vector<Bytes> FactAudiences::state() const {
  std::vector<Bytes> out;
  for (const StatementId& id : known) out.push_back(facts_.at(id).second);
  return out;
}

std::optional<OrgId> FactAudiences::delegate_org(const Statement& statement) const {
  for (const StatementId& id : known) {
    const Member& member = facts_.at(id).first.member;
    if (member.device == statement.author && member.is_delegate &&
        statement.is_signed_by(member.keys.idk))
      return member.org;
  }
  return std::nullopt;
}

bool FactAudiences::learn(ByteView statement) {
  const auto decoded = wire::decode_signed<Statement>(statement);
  return decoded && facts_.contains(decoded->id()) && known.insert(decoded->id()).second;
}

ChannelPeer::ChannelPeer(ChannelNet& net, std::uint64_t seed, std::string handle)
    : net_{net},
      seed_{seed},
      handle_{std::move(handle)},
      random_{seed},
      identity_{identity_of(seed, handle_)},
      audiences_{net.facts} {
  channels_ =
      std::make_unique<channel::Channels>(random_, store_, audiences_, identity_, Snapshot{});
  run([&](channel::Channels& channels, Outbox& outbox) {
    channels.start_device(net_.now, outbox);
    return channel::Out{};
  });
}

Member ChannelPeer::member(const OrgId& org, bool is_delegate) const {
  return Member{id(), identity_.keys->device, org, handle_, is_delegate};
}

void ChannelPeer::become(const CoalitionId& coalition, const OrgId& org) {
  identity_.coalition = coalition;
  identity_.org = org;
}

void ChannelPeer::take_statement(ByteView statement,
                                 Outbox& outbox,
                                 std::vector<Envelope>& leaving) {
  if (audiences_.learn(statement))
    route(channels_->view_changed(net_.now, outbox), outbox, leaving);
}

// What core/node does with an Out, as far as channels are concerned.
void ChannelPeer::route(channel::Out out, Outbox& outbox, std::vector<Envelope>& leaving) {
  for (const channel::Publish& own : out.publish) {
    own_.insert(own.envelope.id());
    outbox.keep(own.envelope, std::nullopt);
    leaving.push_back(own.envelope);
  }
  if (out.welcomed) become(out.welcomed->coalition, out.welcomed->org);
  for (const Row& event : out.events) events.push_back(event);
  // All of a Welcome's facts are one view: half of them would be another one.
  bool has_learned = false;
  for (const Bytes& statement : out.statements)
    has_learned = audiences_.learn(statement) || has_learned;
  if (has_learned) route(channels_->view_changed(net_.now, outbox), outbox, leaving);
  for (const Received& record : out.records) {
    if (record.type == RecordType::statement) take_statement(record.body, outbox, leaving);
  }
  const std::set<Route> fresh{out.new_routes.begin(), out.new_routes.end()};
  if (fresh.empty()) return;
  std::vector<Envelope> again;
  for (const StoredEnvelope& stored : store_.snapshot().envelopes) {
    if (fresh.contains(stored.route)) again.push_back(*store_.envelope(stored.id));
  }
  for (const Envelope& envelope : again)
    route(channels_->open(envelope, net_.now, outbox), outbox, leaving);
}

bool ChannelPeer::run(const std::function<channel::Out(channel::Channels&, Outbox&)>& call) {
  ++batches;
  net_.now.instant +=
      Instant::duration{1};  // all of a batch happens at one time, and no other batch does
  Outbox outbox;
  std::vector<Envelope> leaving;
  route(call(*channels_, outbox), outbox, leaving);
  if (!store_.stage(outbox.take().writes))
    throw std::runtime_error{"the memory store refused a write"};
  const bool is_crash = crash_ && crash_->first-- == 0;
  if (is_crash && !crash_->second) {
    restart();
    return false;
  }
  if (!store_.commit()) throw std::runtime_error{"the memory store refused a commit"};
  committed_known_ = audiences_.known;
  committed_home_ = {identity_.coalition, identity_.org};
  if (is_crash) {
    restart();
    return false;
  }
  for (const Envelope& envelope : leaving) net_.publish(*this, envelope);
  return true;
}

void ChannelPeer::restart() {
  crash_.reset();
  store_.crash();
  channels_.reset();
  audiences_.known = committed_known_;
  identity_ = identity_of(seed_, handle_);
  become(committed_home_.first, committed_home_.second);
  const Snapshot snapshot = store_.snapshot();
  channels_ = std::make_unique<channel::Channels>(random_, store_, audiences_, identity_, snapshot);
  for (const StoredEnvelope& stored : snapshot.envelopes) {
    if (own_.contains(stored.id)) net_.publish(*this, *store_.envelope(stored.id));
  }
  wake();
}

void ChannelPeer::crash_after(std::size_t count, bool is_committed) {
  crash_.emplace(count, is_committed);
}

bool ChannelPeer::send(const ChannelId& channel, const std::string& text) {
  bool is_sent = false;
  const bool is_done = run([&](channel::Channels& channels, Outbox& outbox) {
    auto sent = channels.send(channel, RecordType::text, to_bytes(text), false, net_.now, outbox);
    is_sent = sent.has_value();
    return sent ? std::move(sent->second) : channel::Out{};
  });
  return is_sent && is_done;
}

void ChannelPeer::receive(const Envelope& envelope) {
  run([&](channel::Channels& channels, Outbox& outbox) {
    outbox.keep(envelope, std::nullopt);
    return channels.open(envelope, net_.now, outbox);
  });
}

void ChannelPeer::wake() {
  run([&](channel::Channels& channels, Outbox& outbox) { return channels.wake(net_.now, outbox); });
}

void ChannelPeer::learn(const StatementId& fact) {
  run([&](channel::Channels& channels, Outbox& outbox) {
    audiences_.known.insert(fact);
    return channels.view_changed(net_.now, outbox);
  });
}

std::vector<std::string> ChannelPeer::texts(const ChannelId& channel) const {
  std::vector<std::string> out;
  for (const Row& row : channels_->read(channel, 0, 1000)) out.push_back(row.text("text").value());
  return out;
}

ChannelNet::ChannelNet(std::uint64_t seed)
    : now{Instant{} + Seconds{1000}, wall_from_ms(channel_start_ms + 12LL * 3'600'000)},
      coalition{crypto::blake2b_256(as_bytes("coalition"))},
      file_key{Bytes(32, 7)},
      random_{seed} {}

ChannelPeer& ChannelNet::add(const std::string& handle) {
  const std::uint64_t seed = random_.u64() >> 16U;
  peers.push_back(std::make_unique<ChannelPeer>(*this, seed, handle));
  return *peers.back();
}

StatementId ChannelNet::fact(bool is_removal, const Member& member) {
  const Fact fact{is_removal, member};
  SeededRandom random{1};
  const crypto::SignSeed seed = crypto::make_sign_seed(random);
  const Statement statement = sign_statement(Domain{coalition, Mode::actual},
                                             StatementType::roll,
                                             member.device,
                                             fact_body(fact, facts.size()),
                                             seed.reveal());
  const StatementId id = statement.id();
  facts.emplace(id, std::pair{fact, wire::encode(statement)});
  return id;
}

void ChannelNet::found(const std::map<OrgId, std::vector<ChannelPeer*>>& orgs) {
  std::vector<StatementId> known;
  std::vector<channel::Founder> founders;
  ChannelPeer* finisher = nullptr;
  for (const auto& [org, delegates] : orgs) {
    for (ChannelPeer* delegate : delegates) {
      if (finisher == nullptr) finisher = delegate;
      const Member member = delegate->member(org, true);
      known.push_back(fact(false, member));
      founders.push_back(channel::Founder{member, delegate->channels().card_statements().at(1)});
      if (delegate == finisher) delegate->become(coalition, org);
    }
  }
  std::vector<Bytes> state;
  for (const StatementId& id : known) {
    finisher->audiences_.known.insert(id);
    state.push_back(facts.at(id).second);
  }
  const crypto::SignSeed seed = crypto::make_sign_seed(random_);
  const MeshKeyRecord key{1,
                          to_bytes(ByteView{random_.array<32>()}),
                          to_bytes(seed.reveal()),
                          crypto::sign_public_key(seed.reveal()),
                          MeshTag::zero(),
                          hour_of(now.wall)};
  std::vector<Envelope> bundle;
  finisher->run([&](channel::Channels& channels, Outbox& outbox) {
    auto made = channels.found(founders, file_key, state, key, as_bytes("mesh list"), now, outbox);
    if (!made) throw std::runtime_error{made.error().reason};
    bundle = made->first.envelopes;
    for (const Envelope& envelope : bundle) outbox.keep(envelope, std::nullopt);
    return std::move(made->second);
  });
  std::ranges::copy(bundle, std::back_inserter(all));
  for (const auto& [org, delegates] : orgs) {
    for (ChannelPeer* delegate : delegates) {
      if (delegate == finisher) continue;
      delegate->run([&](channel::Channels& channels, Outbox& outbox) {
        channels.expect_founding(file_key, now, outbox);
        return channel::Out{};
      });
      for (const Envelope& envelope : bundle) delegate->receive(envelope);
    }
  }
  deliver();
}

void ChannelNet::publish(const ChannelPeer& from, const Envelope& envelope) {
  all.push_back(envelope);
  for (const auto& peer : peers) {
    if (peer.get() != &from && !cut_.contains(peer->id()))
      under_way.emplace_back(peer.get(), envelope);
  }
}

void ChannelNet::deliver(bool is_shuffled) {
  while (!under_way.empty()) {
    const std::size_t at = is_shuffled ? random_.below(under_way.size()) : 0;
    auto [to, envelope] = under_way[at];
    under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(at));
    to->receive(envelope);
  }
}

void ChannelNet::sync() {
  cut_.clear();
  for (const Envelope& envelope : std::vector<Envelope>{all}) {
    for (const auto& peer : peers) under_way.emplace_back(peer.get(), envelope);
  }
  deliver();
  for (const auto& peer : peers)
    peer->run(
        [&](channel::Channels& channels, Outbox& outbox) { return channels.synced(now, outbox); });
  deliver();
}

void ChannelNet::pass(Millis time) {
  now.instant += time;
  now.wall += time;
  for (const auto& peer : peers) peer->wake();
  deliver();
}

}  // namespace tocsin::tests
