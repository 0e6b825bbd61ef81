// Many nodes under one virtual clock and one seed: the real Node, run_batch and keys over byte
// streams that can be slow, broken or cut, on stores that can crash before or after a commit. It
// knows no rule of Tocsin; what must hold is in invariants.h, who does what in story.h.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/crypto/hash.h"
#include "core/node/batch.h"
#include "tests/sim/options.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::sim {

using NodeIndex = std::size_t;

struct Machine {
  Machine(NodeRole chosen_role, std::uint64_t seed, Address chosen_address);

  NodeRole role;
  Address address;
  tests::SeededRandom random;
  tests::MemoryStore store;
  std::unique_ptr<Node> node;  // none while it is down
  Inbox inbox;
  std::set<LinkId> links;
  std::map<RequestId, Answer> answers;
  std::vector<Row> notices;
  std::uint64_t lives = 0;  // starts so far: what was meant for an earlier life is dropped
  std::optional<Instant> wake_at;
};

class World {
 public:
  explicit World(const Options& options);

  NodeIndex add(NodeRole role);

  std::size_t size() const { return machines_.size(); }

  Machine& machine(NodeIndex index) { return *machines_[index]; }

  const Machine& machine(NodeIndex index) const { return *machines_[index]; }

  const Options& options() const { return options_; }

  Now now() const;

  // A user's command, handled at once. E_DOWN where the machine is down or dies of it (the user
  // tries again).
  Answer ask(NodeIndex who, std::string verb, Row arguments = {});
  void run_for(Millis time);
  // False if `done` did not come true in time.
  bool run_until(const std::function<bool()>& done, Millis limit);

  void crash(NodeIndex who);
  void restart(NodeIndex who);
  // The disk is put back to what it was: a laptop restored from a copy.
  void restore(NodeIndex who, const tests::MemoryStore& copy);

  bool is_up(NodeIndex who) const { return machines_[who]->node != nullptr; }

  // Nodes of different sides cannot reach each other; their links go silent and then break.
  void cut(std::set<NodeIndex> one_side);
  void heal();

  void set_faults(bool on) { faults_on_ = on; }

  // Called after every batch of every node: safety is checked at each step.
  void watch(std::function<void(NodeIndex)> check) { check_ = std::move(check); }

  const crypto::Hash& trace() const { return trace_; }

  std::uint64_t steps() const { return steps_; }

  std::uint64_t crashes() const { return crashes_; }

 private:
  struct Pipe {  // one connection, both directions
    NodeIndex ends[2];
    LinkId ids[2];
    Instant arrives[2];  // last byte under way from that end
    bool is_open = true;
  };

  void start(NodeIndex who);
  void feed(NodeIndex who, Event event);
  void step(NodeIndex who, std::uint32_t crashes);

  void step(NodeIndex who) { step(who, options_.crashes); }

  void perform(NodeIndex who, Release release);
  void dial(NodeIndex who, const Dial& dial);
  void send(NodeIndex who, SendBytes bytes);
  void break_pipe(std::size_t pipe, Millis delay);
  void at(Instant when, std::function<void()> action);
  void arm(NodeIndex who);
  bool run_next(Instant limit);
  bool is_reachable(NodeIndex a, NodeIndex b) const;
  bool happens(std::uint32_t per_mille);
  Millis latency();
  void note(std::uint8_t kind, NodeIndex who, ByteView what);

  Options options_;
  tests::SeededRandom chance_;
  Instant instant_{};
  std::vector<std::unique_ptr<Machine>> machines_;
  std::vector<Pipe> pipes_;
  std::map<std::pair<NodeIndex, LinkId>, std::size_t> pipe_of_;
  std::multimap<Instant, std::function<void()>> agenda_;
  std::set<NodeIndex> far_side_;
  std::function<void(NodeIndex)> check_;
  crypto::Hash trace_{};
  std::uint64_t next_link_ = 1;
  std::uint64_t next_request_ = 1;
  std::uint64_t steps_ = 0;
  std::uint64_t crashes_ = 0;
  bool faults_on_ = false;
};

}  // namespace tocsin::sim
