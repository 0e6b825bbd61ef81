// Some gossip machines, stepped against each other by frames under one virtual clock and one seed:
// links with latency that can be cut, partitions, crashes and restarts from the store. No keys, no
// cells: what core/link does is here only the order of frames on a link.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/gossip/gossip.h"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

using NodeIndex = std::size_t;

class GossipNet {
 public:
  explicit GossipNet(std::uint64_t seed);
  ~GossipNet();
  GossipNet(const GossipNet&) = delete;
  GossipNet& operator=(const GossipNet&) = delete;

  NodeIndex add_relay(std::string label);
  NodeIndex add_node();
  // Signs a list of all relays and stamp keys 1 to 4, and gives it to everybody.
  void list_everybody();
  void pin(NodeIndex dialler, NodeIndex listener);  // each knows the other's key, one an address

  // A normal envelope, or with `is_call` a stamped one.
  EnvelopeId publish(NodeIndex author, bool is_call = false, std::uint8_t bucket = 1);
  void publish(NodeIndex author, const Envelope& envelope, const std::optional<Stamp>& stamp);
  EnvelopeOptions options(std::uint8_t bucket, std::uint32_t hours = 48) const;

  // What a machine is asked by its owner.
  using Act = std::function<gossip::Out(gossip::Gossip& machine, Outbox& outbox)>;
  void act(NodeIndex index, const Act& what);

  void run_for(Millis time);
  void cut(NodeIndex a, NodeIndex b);  // and keep them apart
  void heal(NodeIndex a, NodeIndex b);

  void heal_all() { apart_.clear(); }

  void drop_links(NodeIndex index);  // once; both may dial again
  void crash(NodeIndex index);       // loses what was not committed
  void restart(NodeIndex index);

  gossip::Gossip& at(NodeIndex index) { return *nodes_[index].machine; }

  bool is_up(NodeIndex index) const { return nodes_[index].machine != nullptr; }

  MemoryStore& store(NodeIndex index) { return nodes_[index].store; }

  const LinkKey& key(NodeIndex index) const { return nodes_[index].key; }

  Address address(NodeIndex index) const;

  std::size_t size() const { return nodes_.size(); }

  Now now() const { return now_; }

  void jump_wall(Millis by) { wall_shift_ += by; }

  std::uint32_t hour() const { return hour_of(now_.wall); }

  CoalitionId coalition() const { return coalition_; }

  SeededRandom& random() { return random_; }

  bool has(NodeIndex index, const EnvelopeId& id) const;
  bool all_have(const EnvelopeId& id) const;
  bool all_hold_the_same() const;
  std::size_t links_of(NodeIndex index) const;
  // How often core/channel was given it there, restarts included.
  std::size_t deliveries(NodeIndex index, const EnvelopeId& id) const;

  std::uint64_t pushes_heard() const { return pushes_heard_; }

  std::uint64_t fresh_count() const { return fresh_count_; }

  std::size_t synced(NodeIndex index) const { return nodes_[index].synced; }

  std::optional<gossip::Stored> last_stored(NodeIndex index) const { return nodes_[index].stored; }

  // Called for each frame as it arrives; false: it is lost on the way, for a liar's link.
  std::function<bool(NodeIndex from, NodeIndex to, Frame& frame)> on_frame;

  // The outsider's hand: one end is a machine, the other the test.
  LinkId open_stranger(NodeIndex index,
                       PeerRole role,
                       std::optional<Route> route,
                       bool is_guest_here = false,
                       bool is_dialled = false);
  std::vector<Frame> take_heard(LinkId link);  // by the stranger
  void say(NodeIndex index, LinkId link, Frame frame);

 private:
  struct Node {
    gossip::Role role;
    LinkKey key = LinkKey::zero();
    std::string label;
    MemoryStore store;
    std::unique_ptr<SeededRandom> random;
    std::unique_ptr<gossip::Gossip> machine;
    std::map<EnvelopeId, std::size_t> delivered;
    std::size_t synced = 0;
    std::optional<gossip::Stored> stored;
  };

  struct End {
    NodeIndex node;
    LinkId link;
  };

  struct Pair {
    End a, b;  // a dialled
  };

  struct Arrival {
    End at;
    Frame frame;
  };

  struct Dialled {
    NodeIndex by;
    LinkKey key;
  };

  using Due = std::variant<Arrival, Dialled>;

  template <class Call>
  void call(NodeIndex index, Call&& what);
  void carry_out(NodeIndex index, gossip::Out out);
  void wake(NodeIndex index);
  void happen(Due due);
  void connect(NodeIndex by, NodeIndex to);
  void close(const Pair& pair);
  std::optional<End> other(const End& end) const;
  PeerRole role_for(NodeIndex index) const;
  void start(NodeIndex index);
  Millis latency();
  void later(Millis delay, Due due);

  SeededRandom random_;
  CoalitionId coalition_;
  Now now_;
  Millis wall_shift_{0};
  std::deque<Node> nodes_;  // machines hold on to their store
  std::vector<Pair> pairs_;
  std::map<LinkId, NodeIndex> strangers_;
  std::map<LinkId, std::vector<Frame>> stranger_heard_;
  std::set<std::pair<NodeIndex, NodeIndex>> apart_;
  std::map<std::pair<Instant, std::uint64_t>, Due> queue_;
  std::map<LinkId, Instant> last_arrival_;
  std::uint64_t sequence_ = 0;
  std::uint64_t links_made_ = 0;
  std::uint64_t pushes_heard_ = 0;
  std::uint64_t fresh_count_ = 0;
  Bytes list_;
};

}  // namespace tocsin::tests
