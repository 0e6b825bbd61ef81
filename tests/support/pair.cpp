#include "tests/support/pair.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/crypto/sealed_box.h"
#include "core/wire/frame_codec.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin::tests {
namespace {

constexpr std::int64_t pair_start_ms = 1'790'000'000'000;
constexpr std::uint64_t pair_wakes_max = 64;

const Bytes authority_seed(32, 77);

Bytes material(std::uint8_t which) {
  return Bytes(32, which);
}

}  // namespace

void Party::restart() {
  links = std::make_unique<link::Links>(random, role, snapshot());
}

Snapshot Party::snapshot() const {
  Snapshot restored;
  for (const auto& [key, value] : rows)
    restored.rows[Table::link_keys].push_back(StoredRow{key, value});
  return restored;
}

LinkKey Party::key() const {
  return links->peer_card().link_key;
}

std::vector<Frame> Party::frames() const {
  std::vector<Frame> frames;
  for (const FrameHeard& heard : all<FrameHeard>()) frames.push_back(heard.frame);
  return frames;
}

Pair::Pair(std::uint64_t seed)
    : coalition{CoalitionId::Array{7}},
      seed_{seed},
      chance_{seed},
      now_{Instant{Seconds{1'000'000}}, wall_from_ms(pair_start_ms)} {
  add(link::Role::node);
  add(link::Role::node);
  for (const auto& party : parties_) give_mesh_key(*party);
  a().links->pin(b().key());
  b().links->pin(a().key());
}

Party& Pair::add(link::Role role) {
  parties_.push_back(std::make_unique<Party>(seed_ * 100 + parties_.size(), role));
  if (role == link::Role::node) parties_.back()->links->set_coalition(coalition);
  return *parties_.back();
}

void Pair::give_mesh_key(Party& party, std::uint8_t which) {
  std::vector<LinkCredential> keys;
  keys.push_back(LinkCredential{which, LinkMaterial::copy_of(material(which))});
  party.links->set_coalition(coalition);
  party.links->set_mesh_keys(std::move(keys));
}

RelayGrant Pair::grant_for(const Party& relay, std::uint8_t which_key) {
  Bytes plain = material(which_key);
  plain.resize(96);
  auto box = crypto::sealed_box_seal(chance_, relay.links->relay_card().grant_key.view(), plain);
  return {coalition, crypto::sign_public_key(authority_seed), *std::move(box)};
}

Party& Pair::add_relay(std::uint8_t which_key) {
  Party& relay = add(link::Role::relay);
  Outbox outbox;
  ENSURE(relay.links->take_grant(grant_for(relay, which_key), outbox).has_value());
  after_call(relay, outbox);
  return relay;
}

MeshList Pair::list_of(const std::vector<const Party*>& relays, std::uint8_t which_key) {
  MeshList list;
  list.coalition = coalition;
  list.number = which_key;
  list.seq = ++next_seq_;
  for (const Party* relay : relays)
    list.relays.push_back({relay->key(), {}, {}, grant_for(*relay, which_key).box});
  std::ranges::sort(list.relays, {}, &ListedRelay::key);
  return wire::sign_mesh_list(std::move(list), authority_seed);
}

void Pair::take_list(Party& party, const MeshList& list) {
  Outbox outbox;
  ENSURE(party.links->take_list(list, outbox).has_value());
  after_call(party, outbox);
}

Destination Pair::to(const Party& party) const {
  const auto found = std::ranges::find_if(
      parties_, [&](const auto& candidate) { return candidate.get() == &party; });
  const auto port = static_cast<std::uint16_t>(found - parties_.begin() + 1);
  return {party.key(),
          Address{AddressKind::ipv4, {127, 0, 0, 1}, port},
          party.role == link::Role::relay,
          {}};
}

void Pair::dial(Party& from, const Party& target, std::optional<InviteTicket> ticket) {
  Destination destination = to(target);
  destination.ticket = ticket;
  Outbox outbox;
  from.links->dial(destination, now_, outbox);
  after_call(from, outbox);
}

LinkId Pair::connect_stranger(Party& target, NetPrefix prefix) {
  const LinkId theirs{next_link_++};
  const LinkId ours{next_link_++};
  other_[theirs] = ours;
  other_[ours] = theirs;
  owners_[theirs] = &target;
  owners_[ours] = nullptr;
  Outbox outbox;
  take(target, target.links->opened(LinkOpened{theirs, prefix}, now_, outbox));
  after_call(target, outbox);
  return ours;
}

void Pair::stranger_sends(Party&, LinkId link, Bytes bytes) {
  deliver(other_.at(link), std::move(bytes));
}

const Bytes& Pair::answered(LinkId link) const {
  static const Bytes nothing;
  const auto found = strangers_.find(link);
  return found == strangers_.end() ? nothing : found->second;
}

bool Pair::is_closed(LinkId link) const {
  return is_closed_.contains(link);
}

bool Pair::send(Party& from, LinkId link, Frame frame) {
  const Queue queue = wire::queue_of(frame);
  return send(from, link, queue, std::move(frame));
}

bool Pair::send(Party& from, LinkId link, Queue queue, Frame frame) {
  Outbox outbox;
  const bool is_sent = from.links->send({link, queue, std::move(frame)}, now_, outbox);
  after_call(from, outbox);
  return is_sent;
}

void Pair::close(Party& party, LinkId link, ByeReason reason) {
  Outbox outbox;
  take(party, party.links->close(link, reason, now_, outbox));
  after_call(party, outbox);
}

void Pair::drop_ticket(Party& party, const InviteTicket& ticket) {
  Outbox outbox;
  party.links->drop_ticket(ticket, now_, outbox);
  after_call(party, outbox);
}

void Pair::at(Instant when, Act act) {
  due_.emplace(std::pair{when, next_act_++}, std::move(act));
}

void Pair::take(Party& party, link::Out out) {
  std::ranges::move(out.happened, std::back_inserter(party.happened));
}

void Pair::after_call(Party& party, Outbox& outbox) {
  Effects effects = outbox.take();
  for (Write& write : effects.writes) {
    match(
        write,
        [&](Keep& keep) { party.rows[keep.key] = keep.value; },
        [&](Forget& forget) { party.rows.erase(forget.key); },
        [](KeepEnvelope&) {},
        [](ForgetEnvelope&) {});
  }
  for (Release& release : effects.releases) perform(party, std::move(release));
}

void Pair::perform(Party& party, Release release) {
  match(
      release,
      [&](SendBytes& send) { perform_send(party, send.link, std::move(send.bytes)); },
      [&](Dial& dial) { perform_dial(party, dial); },
      [&](CloseLink& close) { perform_close(close.link); },
      [](Respond&) {},
      [](Notify&) {});
}

void Pair::perform_send(Party& party, LinkId link, Bytes bytes) {
  ENSURE(!is_closed(link));
  ENSURE(bytes.size() % 512 == 0);
  party.bytes_sent += bytes.size();
  if (on_write) on_write(party, bytes);
  const LinkId to = other_.at(link);
  Instant& next = next_in_[to];
  next = std::max(next, now_.instant + held_back);
  for (std::size_t from = 0; from < bytes.size();) {
    const std::size_t left = bytes.size() - from;
    const std::size_t size =
        is_cutting ? 1 + chance_.below(std::min<std::size_t>(left, 900)) : left;
    Bytes piece{bytes.begin() + static_cast<std::ptrdiff_t>(from),
                bytes.begin() + static_cast<std::ptrdiff_t>(from + size)};
    from += size;
    next += Millis{1 + chance_.below(5)};
    at(next, [this, to, piece = std::move(piece)] { deliver(to, piece); });
  }
  at(next, [this, &party, link] {
    if (is_closed(link)) return;
    Outbox outbox;
    take(party, party.links->sent(BytesSent{link}, now_, outbox));
    after_call(party, outbox);
  });
}

void Pair::perform_dial(Party& party, const Dial& dial) {
  const std::size_t index = dial.address.port - 1U;
  const DialId id = dial.dial;
  at(now_.instant + Millis{3}, [this, &party, index, id] {
    Outbox outbox;
    if (index >= parties_.size()) {
      take(party, party.links->dial_failed(DialFailed{id}, now_, outbox));
      return after_call(party, outbox);
    }
    Party& target = *parties_[index];
    const LinkId here{next_link_++};
    const LinkId there{next_link_++};
    other_[here] = there;
    other_[there] = here;
    owners_[here] = &party;
    owners_[there] = &target;
    Outbox accepted;
    take(target, target.links->opened(LinkOpened{there, NetPrefix{9}}, now_, accepted));
    after_call(target, accepted);
    take(party, party.links->opened(LinkOpened{here, id}, now_, outbox));
    after_call(party, outbox);
  });
}

// The other end hears of it after what was sent before.
void Pair::perform_close(LinkId link) {
  is_closed_[link] = true;
  const LinkId to = other_.at(link);
  const Instant when = std::max(next_in_[to], now_.instant) + Millis{1};
  at(when, [this, to] {
    Party* party = owners_.at(to);
    if (party == nullptr || is_closed(to)) {
      is_closed_[to] = true;
      return;
    }
    is_closed_[to] = true;
    Outbox outbox;
    take(*party, party->links->closed(LinkClosed{to}, now_, outbox));
    after_call(*party, outbox);
  });
}

void Pair::deliver(LinkId to, Bytes bytes) {
  Party* party = owners_.at(to);
  if (party == nullptr) {
    strangers_[to].insert(strangers_[to].end(), bytes.begin(), bytes.end());
    return;
  }
  if (is_closed(to) || party->is_deaf) return;
  Outbox outbox;
  take(*party, party->links->received(BytesReceived{to, std::move(bytes)}, now_, outbox));
  after_call(*party, outbox);
}

bool Pair::step(Instant until) {
  std::optional<Instant> next;
  if (!due_.empty()) next = due_.begin()->first.first;
  Party* waking = nullptr;
  for (const auto& party : parties_) {
    const auto wakeup = party->links->next_wakeup();
    if (!wakeup || (next && *next <= *wakeup)) continue;
    next = *wakeup;
    waking = party.get();
  }
  if (!next || *next > until) return false;
  const Instant::duration passed = std::max(*next, now_.instant) - now_.instant;
  now_.instant += passed;
  now_.wall += std::chrono::duration_cast<Millis>(passed);
  if (waking != nullptr) {
    Outbox outbox;
    take(*waking, waking->links->wake(now_, outbox));
    after_call(*waking, outbox);
    return true;
  }
  const Act act = std::move(due_.begin()->second);
  due_.erase(due_.begin());
  act();
  return true;
}

void Pair::run(Millis time) {
  const Instant until = now_.instant + time;
  Instant last = now_.instant;
  std::uint64_t steps_at_once = 0;
  while (step(until)) {
    steps_at_once = now_.instant == last ? steps_at_once + 1 : 0;
    last = now_.instant;
    // A machine that is due again and again at one moment would spin the daemon.
    ENSURE(steps_at_once < pair_wakes_max * parties_.size() + due_.size());
  }
  const Instant::duration passed = until - now_.instant;
  now_.instant = until;
  now_.wall += std::chrono::duration_cast<Millis>(passed);
}

}  // namespace tocsin::tests
