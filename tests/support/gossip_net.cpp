#include "tests/support/gossip_net.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"

namespace tocsin::tests {
namespace {

constexpr std::int64_t gossip_start_ms = 1'810'000'000'000;
constexpr std::size_t gossip_wakes_max = 5'000;

}  // namespace

GossipNet::GossipNet(std::uint64_t seed)
    : random_{seed},
      coalition_{random_.array<32>()},
      now_{Instant{Seconds{1000}}, wall_from_ms(gossip_start_ms)} {}

GossipNet::~GossipNet() = default;

Address GossipNet::address(NodeIndex index) const {
  return Address{AddressKind::ipv4, {127, 0, 0, 1}, static_cast<std::uint16_t>(1000 + index)};
}

NodeIndex GossipNet::add_relay(std::string label) {
  Node node;
  node.role = gossip::Role::relay;
  node.label = std::move(label);
  node.key = LinkKey{random_.array<32>()};
  node.random = std::make_unique<SeededRandom>(random_.u64());
  nodes_.push_back(std::move(node));
  start(nodes_.size() - 1);
  return nodes_.size() - 1;
}

NodeIndex GossipNet::add_node() {
  const NodeIndex index = add_relay("");
  nodes_[index].role = gossip::Role::node;
  start(index);
  return index;
}

void GossipNet::start(NodeIndex index) {
  Node& node = nodes_[index];
  node.machine =
      std::make_unique<gossip::Gossip>(*node.random, node.store, node.role, node.store.snapshot());
  node.machine->set_coalition(coalition_);
  node.machine->set_number(1);
  if (node.role == gossip::Role::relay) node.machine->set_link_key(node.key);
}

void GossipNet::list_everybody() {
  ListOptions list;
  list.coalition = coalition_;
  for (NodeIndex i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].role == gossip::Role::relay)
      list.relays.push_back(make_listed(nodes_[i].key, nodes_[i].label, address(i)));
  }
  for (std::uint8_t number = 1; number <= 4; ++number) list.stamps.push_back(stamp_key(number));
  const Bytes bytes = make_list(list);
  for (NodeIndex i = 0; i < nodes_.size(); ++i) {
    call(i, [&](gossip::Gossip& machine, Outbox& outbox) {
      return machine.take_list(bytes, authority_key(), now_, outbox).value();
    });
  }
}

void GossipNet::pin(NodeIndex dialler, NodeIndex listener) {
  call(dialler, [&](gossip::Gossip& machine, Outbox& outbox) {
    machine.add_peer(nodes_[listener].key, {address(listener)}, now_, outbox);
    return gossip::Out{};
  });
  call(listener, [&](gossip::Gossip& machine, Outbox& outbox) {
    machine.add_peer(nodes_[dialler].key, {}, now_, outbox);
    return gossip::Out{};
  });
}

EnvelopeOptions GossipNet::options(std::uint8_t bucket, std::uint32_t hours) const {
  return EnvelopeOptions{coalition_, 1, bucket, hour() + hours, true};
}

EnvelopeId GossipNet::publish(NodeIndex author, bool is_call, std::uint8_t bucket) {
  const Envelope envelope = make_envelope(options(bucket), random_);
  std::optional<Stamp> stamp;
  if (is_call) stamp = make_stamp(coalition_, envelope.id());
  publish(author, envelope, stamp);
  return envelope.id();
}

void GossipNet::publish(NodeIndex author,
                        const Envelope& envelope,
                        const std::optional<Stamp>& stamp) {
  call(author, [&](gossip::Gossip& machine, Outbox& outbox) {
    return machine.publish(envelope, stamp, now_, outbox);
  });
}

// One call is one batch: its writes are committed before anything of it is carried out.
template <class Call>
void GossipNet::call(NodeIndex index, Call&& what) {
  Node& node = nodes_[index];
  if (!node.machine) return;
  Outbox outbox;
  gossip::Out out = what(*node.machine, outbox);
  ENSURE(node.store.stage(outbox.take().writes).has_value());
  ENSURE(node.store.commit().has_value());
  carry_out(index, std::move(out));
}

void GossipNet::act(NodeIndex index, const Act& what) {
  call(index, what);
}

Millis GossipNet::latency() {
  return random_.between(Millis{10}, Millis{60});
}

void GossipNet::later(Millis delay, Due due) {
  queue_.emplace(std::pair{now_.instant + delay, sequence_++}, std::move(due));
}

std::optional<GossipNet::End> GossipNet::other(const End& end) const {
  for (const Pair& pair : pairs_) {
    if (pair.a.link == end.link && pair.a.node == end.node) return pair.b;
    if (pair.b.link == end.link && pair.b.node == end.node) return pair.a;
  }
  return std::nullopt;
}

void GossipNet::carry_out(NodeIndex index, gossip::Out out) {
  Node& node = nodes_[index];
  for (const Envelope& envelope : out.fresh) ++node.delivered[envelope.id()];
  fresh_count_ += out.fresh.size();
  node.synced += out.synced ? 1 : 0;
  if (!out.stored.empty()) node.stored = out.stored.back();
  for (FrameToSend& frame : out.frames) {
    if (strangers_.contains(frame.link)) {
      stranger_heard_[frame.link].push_back(std::move(frame.frame));
      continue;
    }
    const auto to = other({index, frame.link});
    if (!to) continue;
    // A link keeps the order of its frames.
    Instant& last = last_arrival_[to->link];
    last = std::max(last, now_.instant + latency());
    queue_.emplace(std::pair{last, sequence_++}, Arrival{*to, std::move(frame.frame)});
  }
  for (const Destination& target : out.dials) later(latency() * 2, Dialled{index, target.key});
  for (const auto& closed : out.closes) {
    const LinkId link = closed.first;  // clang 14 lets no lambda see a structured binding
    const auto found = std::ranges::find_if(
        pairs_, [&](const Pair& pair) { return pair.a.link == link || pair.b.link == link; });
    if (found != pairs_.end()) close(Pair{*found});
    if (strangers_.erase(link) > 0) {
      stranger_heard_[link].push_back(Bye{closed.second});
      call(index, [&](gossip::Gossip& machine, Outbox& outbox) {
        return machine.link_down({link, LinkKey::zero(), false}, now_, outbox);
      });
    }
  }
}

PeerRole GossipNet::role_for(NodeIndex index) const {
  return nodes_[index].role == gossip::Role::relay ? PeerRole::relay : PeerRole::member;
}

void GossipNet::connect(NodeIndex by, NodeIndex to) {
  const Pair pair{{by, LinkId{++links_made_}}, {to, LinkId{++links_made_}}};
  pairs_.push_back(pair);
  call(by, [&](gossip::Gossip& machine, Outbox& outbox) {
    return machine.link_up(
        {pair.a.link, role_for(to), nodes_[to].key, true, false, std::nullopt}, now_, outbox);
  });
  call(to, [&](gossip::Gossip& machine, Outbox& outbox) {
    return machine.link_up(
        {pair.b.link, role_for(by), nodes_[by].key, false, false, std::nullopt}, now_, outbox);
  });
}

void GossipNet::close(const Pair& pair) {
  std::erase_if(pairs_, [&](const Pair& one) { return one.a.link == pair.a.link; });
  const auto tell = [&](const End& end, const End& far, bool is_dialled) {
    call(end.node, [&](gossip::Gossip& machine, Outbox& outbox) {
      return machine.link_down({end.link, nodes_[far.node].key, is_dialled}, now_, outbox);
    });
  };
  tell(pair.a, pair.b, true);
  tell(pair.b, pair.a, false);
}

void GossipNet::happen(Due due) {
  match(
      std::move(due),
      [&](Arrival&& arrival) {
        const auto from = other(arrival.at);
        if (!from) return;
        if (on_frame && !on_frame(from->node, arrival.at.node, arrival.frame)) return;
        if (std::holds_alternative<Push>(arrival.frame)) ++pushes_heard_;
        call(arrival.at.node, [&](gossip::Gossip& machine, Outbox& outbox) {
          return machine.heard({arrival.at.link, std::move(arrival.frame)}, now_, outbox);
        });
      },
      [&](Dialled&& dialled) {
        const auto to = std::ranges::find(nodes_, dialled.key, &Node::key);
        const auto index = static_cast<NodeIndex>(to - nodes_.begin());
        const bool is_there = to != nodes_.end() && to->machine && nodes_[dialled.by].machine &&
                              !apart_.contains(std::minmax(dialled.by, index));
        if (is_there) return connect(dialled.by, index);
        call(dialled.by, [&](gossip::Gossip& machine, Outbox& outbox) {
          return machine.dial_ended({dialled.key}, now_, outbox);
        });
      });
}

void GossipNet::wake(NodeIndex index) {
  call(index, [&](gossip::Gossip& machine, Outbox& outbox) { return machine.wake(now_, outbox); });
}

void GossipNet::run_for(Millis time) {
  const Instant end = now_.instant + time;
  std::size_t wakes = 0;
  while (true) {
    Instant next = end;
    if (!queue_.empty()) next = std::min(next, queue_.begin()->first.first);
    std::optional<NodeIndex> sleeper;
    for (NodeIndex i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].machine) continue;
      const auto due = nodes_[i].machine->next_wakeup();
      if (!due || *due > next || (*due == next && sleeper)) continue;
      next = std::max(*due, now_.instant);
      sleeper = i;
    }
    wakes = next > now_.instant ? 0 : wakes + 1;
    ENSURE(wakes < gossip_wakes_max);  // a machine that is due again and again does not sleep
    now_.wall += std::chrono::floor<Millis>(next.time_since_epoch()) -
                 std::chrono::floor<Millis>(now_.instant.time_since_epoch()) +
                 std::exchange(wall_shift_, Millis{0});
    now_.instant = next;
    if (sleeper) {
      wake(*sleeper);
    } else if (!queue_.empty() && queue_.begin()->first.first <= next) {
      Due due = std::move(queue_.begin()->second);
      queue_.erase(queue_.begin());
      happen(std::move(due));
    } else {
      return;
    }
  }
}

void GossipNet::cut(NodeIndex a, NodeIndex b) {
  apart_.insert(std::minmax(a, b));
  const std::vector<Pair> all = pairs_;
  for (const Pair& pair : all) {
    if (std::minmax(pair.a.node, pair.b.node) == std::minmax(a, b)) close(pair);
  }
}

void GossipNet::heal(NodeIndex a, NodeIndex b) {
  apart_.erase(std::minmax(a, b));
}

void GossipNet::drop_links(NodeIndex index) {
  const std::vector<Pair> all = pairs_;
  for (const Pair& pair : all) {
    if (pair.a.node == index || pair.b.node == index) close(pair);
  }
}

void GossipNet::crash(NodeIndex index) {
  nodes_[index].machine.reset();
  nodes_[index].store.crash();
  drop_links(index);
}

void GossipNet::restart(NodeIndex index) {
  start(index);
}

bool GossipNet::has(NodeIndex index, const EnvelopeId& id) const {
  return nodes_[index].store.envelope(id).has_value();
}

bool GossipNet::all_have(const EnvelopeId& id) const {
  for (NodeIndex i = 0; i < nodes_.size(); ++i) {
    if (!has(i, id)) return false;
  }
  return true;
}

bool GossipNet::all_hold_the_same() const {
  std::optional<std::vector<EnvelopeId>> first;
  for (const Node& node : nodes_) {
    if (!node.machine) continue;
    const auto held = node.machine->held();
    if (!first) first = held;
    if (*first != held) return false;
  }
  return true;
}

std::size_t GossipNet::links_of(NodeIndex index) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      pairs_, [&](const Pair& pair) { return pair.a.node == index || pair.b.node == index; }));
}

std::size_t GossipNet::deliveries(NodeIndex index, const EnvelopeId& id) const {
  const auto found = nodes_[index].delivered.find(id);
  return found == nodes_[index].delivered.end() ? 0 : found->second;
}

LinkId GossipNet::open_stranger(NodeIndex index,
                                PeerRole role,
                                std::optional<Route> route,
                                bool is_guest_here,
                                bool is_dialled) {
  const LinkId link{++links_made_};
  strangers_.emplace(link, index);
  call(index, [&](gossip::Gossip& machine, Outbox& outbox) {
    return machine.link_up({link,
                            role,
                            LinkKey{random_.array<32>()},
                            is_guest_here || is_dialled,
                            is_guest_here,
                            route},
                           now_,
                           outbox);
  });
  return link;
}

std::vector<Frame> GossipNet::take_heard(LinkId link) {
  return std::exchange(stranger_heard_[link], {});
}

void GossipNet::say(NodeIndex index, LinkId link, Frame frame) {
  call(index, [&](gossip::Gossip& machine, Outbox& outbox) {
    return machine.heard({link, std::move(frame)}, now_, outbox);
  });
}

}  // namespace tocsin::tests
