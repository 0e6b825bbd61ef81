// A few whole nodes and relays: the real Node and run_batch over byte streams that deliver at once
// and stores in memory, under one virtual clock and one seed. No faults but a crash: tests/sim has
// those. Founding and joining go through the verbs, as people do it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/node/batch.h"
#include "tests/support/memory_store.h"
#include "tests/support/sealed_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

using SeatIndex = std::size_t;

// Where one node sits, with what outlives it.
struct Seat {
  Seat(NodeSettings chosen, std::uint64_t seed) : settings{std::move(chosen)}, random{seed} {}

  NodeSettings settings;
  SeededRandom random;
  MemoryStore store;
  std::unique_ptr<SealedStore> spool;  // while it is sealed
  std::unique_ptr<Node> node;
  Inbox inbox;
  std::map<RequestId, Answer> answers;
  std::vector<Row> notices;
};

class NodeNet {
 public:
  explicit NodeNet(std::uint64_t seed = 1);

  // A relay listens; a node only dials.
  SeatIndex add(NodeRole role = NodeRole::node);
  SeatIndex add(NodeSettings settings);

  Seat& seat(SeatIndex index) { return *seats_[index]; }

  Now now() const;

  // A user's command, answered at once. Without an answer: FAILs.
  Answer ask(SeatIndex who, std::string verb, Row arguments = {}, Level level = Level::live);
  // The same; FAILs unless it is answered well.
  Answer must(SeatIndex who, std::string verb, Row arguments = {});
  // One that may be answered later.
  RequestId start(SeatIndex who, std::string verb, Row arguments);

  // The process dies and starts again from what was committed.
  void restart(SeatIndex who);
  // Locked: what goes on is a node that holds link keys alone, until the next restart, which feeds
  // it what came.
  void seal(SeatIndex who);
  // Its machine is off until the next restart.
  void stop(SeatIndex who);

  // All that goes to or from it passes at this rate from now on.
  void slow_down(SeatIndex who, std::size_t bytes_per_second) { rates_[who] = bytes_per_second; }

  // It keeps its links up, and hands nothing on: what it sends is lost, and what it is sent.
  void silence(SeatIndex who) { silent_.insert(who); }

  void run_for(Millis time);
  // False if `done` did not come true in time.
  bool run_until(const std::function<bool()>& done, Millis limit = std::chrono::minutes{3});

 private:
  using End = std::pair<SeatIndex, LinkId>;

  void step(SeatIndex who);
  void settle();
  void perform(SeatIndex who, Release release);
  void dial(SeatIndex who, const Dial& dial);
  void drop(const End& end);
  void carry(const End& from, const End& to, Bytes bytes);
  void arrive();

  std::uint64_t seed_;
  Instant instant_{};
  std::vector<std::unique_ptr<Seat>> seats_;
  std::map<End, End> wires_;  // both directions
  std::deque<std::pair<SeatIndex, Event>> mail_;
  std::map<SeatIndex, std::size_t> rates_;  // bytes a second; whoever is not here is at once
  std::set<SeatIndex> silent_;
  std::map<End, Instant> busy_until_;                   // the sending end of a slow wire
  std::multimap<Instant, std::pair<End, Event>> slow_;  // on the way
  std::uint64_t next_id_ = 1;
};

const Row* row_of(const Answer& answer, std::string_view kind);

// --- founding and joining (node_founding.cpp) ---

struct Founders {
  std::vector<SeatIndex> relays;
  std::vector<SeatIndex> delegates;  // two of each org, org by org
  std::vector<std::string> slugs;    // by org
  Bytes bundle;                      // sealed under file_key
  Bytes file_key;
};

// A founded rehearsal coalition whose founders all hold both channels (without a relay: only what
// the bundle gave them). FAILs otherwise.
Founders found(NodeNet& net, std::size_t relays = 1);
// A newcomer invited and admitted by `steward`, with the org channel. FAILs otherwise.
SeatIndex join(NodeNet& net, SeatIndex steward, const std::string& handle);
// How many channels it holds keys of.
std::size_t channels_of(NodeNet& net, SeatIndex who);
// The body of a proposal to rally, drawn up by the first org for itself and the second.
Bytes rally_proposal(NodeNet& net, const Founders& founders);
// The texts of a channel as this node shows them, oldest first.
std::vector<std::string> texts(NodeNet& net, SeatIndex who, const std::string& channel);

}  // namespace tocsin::tests
