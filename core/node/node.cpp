#include "core/node/node.h"

#include <algorithm>

#include "core/base/match.h"
#include "core/node/identity_row.h"
#include "core/node/state.h"

namespace tocsin {
namespace {

link::Role link_role(NodeRole role) {
  return role == NodeRole::relay ? link::Role::relay : link::Role::node;
}

gossip::Role gossip_role(NodeRole role) {
  return role == NodeRole::relay ? gossip::Role::relay : gossip::Role::node;
}

}  // namespace

Node::State::State(Random& random_source,
                   const Archive& stored,
                   NodeSettings chosen,
                   const Snapshot& restored)
    : random{random_source},
      archive{stored},
      settings{std::move(chosen)},
      identity{restore_identity(restored)},
      links{random, link_role(settings.role), restored},
      gossip{random, archive, gossip_role(settings.role), restored},
      coalition{random, archive, identity, restored},
      channels{random, archive, coalition, identity, restored},
      readiness{random, archive, identity, restored},
      journal{archive},
      carry{restored} {
  resume(restored);
}

void Node::State::resume(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::stamp_keys)) {
    if (const auto key = StampKey::from(row.key)) stamp_keys.insert(*key);
  }
  if (is_relay()) {
    gossip.set_link_key(links.relay_card().link_key, links.next_key());
    return;  // its links and list come back by themselves
  }
  for (const LinkKey& key : gossip.pinned()) links.pin(key);
  if (!identity.has_coalition()) return;  // a sealed node's come back as a relay's do
  links.set_coalition(identity.coalition);
  gossip.set_coalition(identity.coalition);
  apply_mesh_keys();
  // A member node takes only roles from a list: nothing to write, nothing to send.
  Outbox nothing;
  if (const MeshList* list = gossip.list()) static_cast<void>(links.take_list(*list, nothing));
}

// What needs a time and so cannot be in the constructor: an open join request and live invites go
// on.
void Node::State::take_up(Now now) {
  if (std::exchange(has_taken_up, true) || !identity.has_keys()) return;
  visit_places(now);
  Outbox nothing;
  for (const channel::TicketChange& live : channels.tickets()) ticket(live, now, nothing);
}

Node::Node(Random& random, const Archive& archive, NodeSettings settings, const Snapshot& restored)
    : state_{std::make_unique<State>(random, archive, std::move(settings), restored)} {}

Node::~Node() = default;

Effects Node::handle(Event event, Now now) {
  Outbox outbox;
  State& state = *state_;
  const auto tell = [&](auto out) { state.told.emplace_back(std::move(out)); };
  match(
      std::move(event),
      [&](const LinkOpened& it) { tell(state.links.opened(it, now, outbox)); },
      [&](const BytesReceived& it) { tell(state.links.received(it, now, outbox)); },
      [&](const BytesSent& it) { tell(state.links.sent(it, now, outbox)); },
      [&](const LinkClosed& it) { tell(state.links.closed(it, now, outbox)); },
      [&](const DialFailed& it) { tell(state.links.dial_failed(it, now, outbox)); },
      [&](const NetworkChanged&) { state.gossip.network_changed(now); },
      [&](const SpaceChanged& it) { state.gossip.space_changed(it.free_bytes); },
      [&](const EnvelopeSpooled& it) {
        tell(state.gossip.take_spooled(it.envelope, it.stamp, now, outbox));
      },
      [&](const Commanded& it) { state.command(it.request, it.command, now, outbox); });
  state.settle(now, outbox);
  return outbox.take();
}

Effects Node::wake(Now now) {
  Outbox outbox;
  State& state = *state_;
  state.take_up(now);
  state.told.emplace_back(state.links.wake(now, outbox));
  state.told.emplace_back(state.gossip.wake(now, outbox));
  if (!state.is_relay() && state.identity.has_keys()) {
    state.told.emplace_back(state.coalition.wake(now, outbox));
    state.told.emplace_back(state.channels.wake(now, outbox));
    // What it looks at is dear to compute, so it is asked when it is time.
    if (const auto look = state.readiness.next_wakeup(); look && *look <= now.instant)
      state.wake_readiness(now, outbox);
    state.post_due(now, outbox);
    state.check_list_duty(now, outbox);
  }
  state.settle(now, outbox);
  return outbox.take();
}

std::optional<Instant> Node::next_wakeup() const {
  const State& state = *state_;
  std::optional<Instant> next;
  const auto consider = [&](const std::optional<Instant>& other) {
    if (other) next = std::min(next.value_or(*other), *other);
  };
  if (!state.has_taken_up) consider(Instant{});
  consider(state.links.next_wakeup());
  consider(state.gossip.next_wakeup());
  if (!state.is_relay() && state.identity.has_keys()) {
    consider(state.coalition.next_wakeup());
    consider(state.channels.next_wakeup());
    consider(state.readiness.next_wakeup());
    consider(state.carry.next_wakeup());
    consider(state.list_due);
  }
  return next;
}

}  // namespace tocsin
