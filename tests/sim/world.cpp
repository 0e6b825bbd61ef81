#include "tests/sim/world.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"

namespace tocsin::sim {
namespace {

constexpr std::int64_t start_ms = 1'810'000'000'000;  // 2027-05-11
constexpr Millis restart_after_min{500};
constexpr Millis restart_after_max{20'000};
constexpr Millis silence_before_break{12'000};

Address address_of(NodeIndex index) {
  const auto low = static_cast<std::uint8_t>(index & 0xff);
  const auto high = static_cast<std::uint8_t>(index >> 8);
  return Address{AddressKind::ipv4, {10, 0, high, low}, 7000};
}

}  // namespace

Machine::Machine(NodeRole chosen_role, std::uint64_t seed, Address chosen_address)
    : role{chosen_role}, address{std::move(chosen_address)}, random{seed} {}

World::World(const Options& options) : options_{options}, chance_{options.seed} {}

Now World::now() const {
  const auto since = std::chrono::duration_cast<Millis>(instant_.time_since_epoch());
  return Now{instant_, wall_from_ms(start_ms) + since};
}

NodeIndex World::add(NodeRole role) {
  const NodeIndex index = machines_.size();
  machines_.push_back(
      std::make_unique<Machine>(role, options_.seed * 1000 + index, address_of(index)));
  start(index);
  return index;
}

void World::start(NodeIndex who) {
  Machine& machine = *machines_[who];
  ++machine.lives;
  NodeSettings settings;
  settings.role = machine.role;
  if (machine.role == NodeRole::relay) settings.listen = {machine.address};
  machine.node =
      std::make_unique<Node>(machine.random, machine.store, settings, machine.store.snapshot());
  arm(who);
}

void World::crash(NodeIndex who) {
  Machine& machine = *machines_[who];
  if (machine.node == nullptr) return;
  ++crashes_;
  note(1, who, {});
  machine.node.reset();
  machine.store.crash();
  machine.inbox.clear();
  machine.wake_at.reset();
  for (const LinkId link : std::exchange(machine.links, {})) {
    const auto pipe = pipe_of_.find({who, link});
    if (pipe != pipe_of_.end()) break_pipe(pipe->second, Millis{0});
  }
}

void World::restart(NodeIndex who) {
  if (machines_[who]->node == nullptr) start(who);
}

void World::restore(NodeIndex who, const tests::MemoryStore& copy) {
  crash(who);
  machines_[who]->store = copy;
  restart(who);
}

Answer World::ask(NodeIndex who, std::string verb, Row arguments) {
  Machine& machine = *machines_[who];
  const Answer down{Exit::later, "E_DOWN", "the machine is down", "", {}};
  if (machine.node == nullptr) return down;
  const bool is_act = verb == "send" || verb == "confirm";
  const RequestId request{next_request_++};
  machine.inbox.push_back(
      Commanded{request, Command{std::move(verb), std::move(arguments), Level::live}});
  step(who, is_act ? options_.act_crashes : options_.crashes);
  const auto found = machine.answers.find(request);
  if (found == machine.answers.end()) return down;
  Answer answer = std::move(found->second);
  machine.answers.erase(found);
  return answer;
}

void World::feed(NodeIndex who, Event event) {
  if (machines_[who]->node == nullptr) return;
  machines_[who]->inbox.push_back(std::move(event));
  step(who);
}

// One batch; where the fault says so the machine dies before its commit, or after it and before
// anything left.
void World::step(NodeIndex who, std::uint32_t crashes) {
  Machine& machine = *machines_[who];
  ++steps_;
  const bool may_crash = faults_on_ && machine.lives > 0;
  const bool dies = may_crash && happens(crashes);
  const bool dies_before_commit = dies && chance_.below(2) == 0;
  if (dies_before_commit) machine.store.fail_commit_after(0);
  const std::size_t commits = machine.store.commits();
  const auto releases =
      run_batch(*machine.node, machine.store, machine.inbox, now(), [] { return true; });
  const bool dies_after_commit = dies && !dies_before_commit && machine.store.commits() > commits;
  const auto die = [&] {
    crash(who);
    at(instant_ + chance_.between(restart_after_min, restart_after_max),
       [this, who] { restart(who); });
  };
  if (!releases || dies_after_commit) return die();
  // Only a batch that lets its bytes go before it is durable comes here with writes that are not.
  const bool has_leaked = dies_before_commit && machine.store.has_staged();
  if (dies_before_commit && !has_leaked)
    machine.store.fail_commit_after(static_cast<std::size_t>(-1));  // nothing was written
  for (const Release& release : *releases) perform(who, release);
  if (has_leaked) return die();
  if (machine.node == nullptr) return;
  if (!machine.inbox.empty())
    at(instant_, [this, who] {
      if (is_up(who)) step(who);
    });
  arm(who);
  if (check_) check_(who);
}

void World::perform(NodeIndex who, Release release) {
  match(
      std::move(release),
      [&](SendBytes it) { send(who, std::move(it)); },
      [&](const Dial& it) { dial(who, it); },
      [&](const CloseLink& it) {
        const auto pipe = pipe_of_.find({who, it.link});
        machines_[who]->links.erase(it.link);
        if (pipe != pipe_of_.end()) break_pipe(pipe->second, latency());
      },
      [&](Respond it) {
        machines_[who]->answers.insert_or_assign(it.request, std::move(it.answer));
      },
      [&](Notify it) { machines_[who]->notices.push_back(std::move(it.notice.row)); });
}

void World::dial(NodeIndex who, const Dial& dial) {
  const auto found = std::ranges::find_if(
      machines_, [&](const auto& machine) { return machine->address == dial.address; });
  const std::uint64_t life = machines_[who]->lives;
  const DialId id = dial.dial;
  const NodeIndex other = static_cast<NodeIndex>(found - machines_.begin());
  at(instant_ + latency() * 2, [this, who, other, id, life] {
    if (machines_[who]->lives != life || !is_up(who)) return;
    const bool answers = other < size() && is_up(other) && is_reachable(who, other);
    if (!answers) return feed(who, DialFailed{id});
    const LinkId near{next_link_++};
    const LinkId far{next_link_++};
    pipes_.push_back(Pipe{{who, other}, {near, far}, {instant_, instant_}});
    pipe_of_[{who, near}] = pipes_.size() - 1;
    pipe_of_[{other, far}] = pipes_.size() - 1;
    machines_[who]->links.insert(near);
    machines_[other]->links.insert(far);
    feed(other, LinkOpened{far, NetPrefix{}});
    feed(who, LinkOpened{near, id});
  });
}

void World::send(NodeIndex who, SendBytes bytes) {
  const auto found = pipe_of_.find({who, bytes.link});
  if (found == pipe_of_.end() || !pipes_[found->second].is_open) return;
  const std::size_t index = found->second;
  Pipe& pipe = pipes_[index];
  const std::size_t end = pipe.ids[0] == bytes.link && pipe.ends[0] == who ? 0 : 1;
  const NodeIndex other = pipe.ends[1 - end];
  note(2, who, bytes.bytes);
  if (!is_reachable(who, other)) return break_pipe(index, silence_before_break);
  if (faults_on_ && happens(options_.link_resets)) return break_pipe(index, latency());
  Millis delay = latency();
  constexpr Millis stall_max{5'000};
  if (faults_on_ && happens(options_.stalls)) delay += chance_.between(Millis{1}, stall_max);
  pipe.arrives[end] = std::max(pipe.arrives[end], instant_ + delay);
  const LinkId far = pipe.ids[1 - end];
  at(pipe.arrives[end],
     [this, index, other, far, who, near = bytes.link, moved = std::move(bytes.bytes)]() mutable {
       if (!pipes_[index].is_open || !is_reachable(who, other)) return;
       if (machines_[other]->links.contains(far)) feed(other, BytesReceived{far, std::move(moved)});
       if (machines_[who]->links.contains(near)) feed(who, BytesSent{near});
     });
}

void World::break_pipe(std::size_t index, Millis delay) {
  if (!pipes_[index].is_open) return;
  at(instant_ + delay, [this, index] {
    Pipe& pipe = pipes_[index];
    if (!std::exchange(pipe.is_open, false)) return;
    for (const std::size_t end : {0U, 1U}) {
      const NodeIndex who = pipe.ends[end];
      pipe_of_.erase({who, pipe.ids[end]});
      if (machines_[who]->links.erase(pipe.ids[end]) > 0) feed(who, LinkClosed{pipe.ids[end]});
    }
  });
}

void World::cut(std::set<NodeIndex> one_side) {
  far_side_ = std::move(one_side);
}

void World::heal() {
  far_side_.clear();
}

bool World::is_reachable(NodeIndex a, NodeIndex b) const {
  return far_side_.contains(a) == far_side_.contains(b);
}

bool World::happens(std::uint32_t per_mille) {
  return per_mille > 0 && chance_.below(1000) < per_mille;
}

Millis World::latency() {
  return chance_.between(Millis{options_.latency_ms / 2}, Millis{options_.latency_ms * 3});
}

void World::at(Instant when, std::function<void()> action) {
  agenda_.emplace(when, std::move(action));
}

void World::arm(NodeIndex who) {
  Machine& machine = *machines_[who];
  const auto next = machine.node->next_wakeup();
  if (!next) return;
  const Instant when = std::max(*next, instant_);
  if (machine.wake_at && *machine.wake_at <= when && *machine.wake_at >= instant_) return;
  machine.wake_at = when;
  at(when, [this, who, when, life = machine.lives] {
    Machine& woken = *machines_[who];
    if (woken.node == nullptr || woken.lives != life || woken.wake_at != when) return;
    woken.wake_at.reset();
    step(who);
  });
}

bool World::run_next(Instant limit) {
  const auto next = agenda_.begin();
  if (next == agenda_.end() || next->first > limit) {
    instant_ = std::max(instant_, limit);
    return false;
  }
  instant_ = std::max(instant_, next->first);
  const auto action = std::move(next->second);
  agenda_.erase(next);
  action();
  return true;
}

void World::run_for(Millis time) {
  const Instant limit = instant_ + time;
  while (run_next(limit)) {
  }
}

bool World::run_until(const std::function<bool()>& done, Millis limit) {
  const Instant end = instant_ + limit;
  constexpr Millis look_every{250};  // asking after each step would cost more than the steps
  while (instant_ < end) {
    if (done()) return true;
    run_for(look_every);
  }
  return done();
}

void World::note(std::uint8_t kind, NodeIndex who, ByteView what) {
  Writer line;
  line.bytes(trace_)
      .u8(kind)
      .u64(who)
      .u64(static_cast<std::uint64_t>(instant_.time_since_epoch().count()))
      .bytes(what);
  trace_ = crypto::blake2b_256(line.view());
}

}  // namespace tocsin::sim
