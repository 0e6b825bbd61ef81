#include "tests/support/node_net.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/crypto/init.h"
#include "tests/support/catch.hpp"

namespace tocsin::tests {
namespace {

constexpr std::int64_t node_start_ms = 1'810'000'000'000;  // 2027-05-11
constexpr std::size_t steps_max = 2'000'000;               // a test that never comes to rest

Address address_of(SeatIndex index) {
  return Address{AddressKind::ipv4, {10, 0, 0, static_cast<std::uint8_t>(index + 1)}, 7000};
}

}  // namespace

NodeNet::NodeNet(std::uint64_t seed) : seed_{seed} {
  REQUIRE(crypto::init());
}

Now NodeNet::now() const {
  const auto since = std::chrono::duration_cast<Millis>(instant_.time_since_epoch());
  return Now{instant_, wall_from_ms(node_start_ms) + since};
}

SeatIndex NodeNet::add(NodeRole role) {
  NodeSettings settings;
  settings.role = role;
  if (role == NodeRole::relay) settings.listen = {address_of(seats_.size())};
  return add(std::move(settings));
}

SeatIndex NodeNet::add(NodeSettings settings) {
  const SeatIndex index = seats_.size();
  seats_.push_back(std::make_unique<Seat>(std::move(settings), seed_ * 1000 + index));
  restart(index);
  return index;
}

void NodeNet::stop(SeatIndex who) {
  Seat& seat = *seats_[who];
  seat.node.reset();
  seat.store.crash();
  seat.inbox.clear();
  std::erase_if(mail_, [&](const auto& letter) { return letter.first == who; });
  while (true) {
    const auto wire = std::ranges::find(wires_, who, [](const auto& it) { return it.first.first; });
    if (wire == wires_.end()) break;
    drop(End{wire->first});
  }
}

void NodeNet::restart(SeatIndex who) {
  stop(who);
  Seat& seat = *seats_[who];
  seat.node = std::make_unique<Node>(seat.random, seat.store, seat.settings, seat.store.snapshot());
  if (const auto spool = std::exchange(seat.spool, nullptr)) {
    for (const KeepEnvelope& one : spool->kept())
      seat.inbox.push_back(EnvelopeSpooled{one.envelope, one.stamp});
  }
  step(who);
  settle();
}

void NodeNet::seal(SeatIndex who) {
  Seat& seat = *seats_[who];
  auto left = seat.node->sealed();
  REQUIRE(left);
  left->envelopes = seat.store.snapshot().envelopes;
  stop(who);
  seat.spool = std::make_unique<SealedStore>();
  seat.node = std::make_unique<Node>(seat.random, *seat.spool, NodeSettings{}, *left);
  step(who);
  settle();
}

RequestId NodeNet::start(SeatIndex who, std::string verb, Row arguments) {
  const RequestId request{next_id_++};
  seats_[who]->inbox.push_back(
      Commanded{request, Command{std::move(verb), std::move(arguments), Level::live}});
  step(who);
  settle();
  return request;
}

Answer NodeNet::ask(SeatIndex who, std::string verb, Row arguments, Level level) {
  Seat& seat = *seats_[who];
  const RequestId request{next_id_++};
  seat.inbox.push_back(Commanded{request, Command{verb, std::move(arguments), level}});
  step(who);
  settle();
  const auto found = seat.answers.find(request);
  CAPTURE(verb);
  REQUIRE(found != seat.answers.end());
  return found->second;
}

Answer NodeNet::must(SeatIndex who, std::string verb, Row arguments) {
  const Answer answer = ask(who, verb, std::move(arguments));
  std::string why = verb + ": " + answer.code + " " + answer.reason;
  for (const Row& row : answer.rows)
    why += "\n" + row.text("rule").value_or("") + " " + row.text("text").value_or("");
  INFO(why);
  REQUIRE(answer.exit == Exit::ok);
  return answer;
}

void NodeNet::step(SeatIndex who) {
  Seat& seat = *seats_[who];
  if (seat.node == nullptr) return;
  do {
    Store& store = seat.spool ? static_cast<Store&>(*seat.spool) : seat.store;
    auto releases = run_batch(*seat.node, store, seat.inbox, now(), [] { return true; });
    REQUIRE(releases);
    for (Release& release : *releases) perform(who, std::move(release));
  } while (!seat.inbox.empty());
}

void NodeNet::settle() {
  for (std::size_t steps = 0; !mail_.empty(); ++steps) {
    ENSURE(steps < steps_max);
    auto [who, event] = std::move(mail_.front());
    mail_.pop_front();
    if (seats_[who]->node == nullptr) continue;
    seats_[who]->inbox.push_back(std::move(event));
    step(who);
  }
}

void NodeNet::perform(SeatIndex who, Release release) {
  match(
      std::move(release),
      [&](SendBytes it) {
        const auto wire = wires_.find({who, it.link});
        if (wire == wires_.end()) return;
        carry(wire->first, wire->second, std::move(it.bytes));
      },
      [&](const Dial& it) { dial(who, it); },
      [&](const CloseLink& it) { drop({who, it.link}); },
      [&](Respond it) { seats_[who]->answers.insert_or_assign(it.request, std::move(it.answer)); },
      [&](Notify it) { seats_[who]->notices.push_back(std::move(it.notice.row)); });
}

void NodeNet::dial(SeatIndex who, const Dial& dial) {
  const auto found = std::ranges::find_if(seats_, [&](const auto& seat) {
    return seat->node != nullptr && std::ranges::count(seat->settings.listen, dial.address) > 0;
  });
  if (found == seats_.end()) {
    mail_.emplace_back(who, DialFailed{dial.dial});
    return;
  }
  const End near{who, LinkId{next_id_++}};
  const End far{static_cast<SeatIndex>(found - seats_.begin()), LinkId{next_id_++}};
  wires_.emplace(near, far);
  wires_.emplace(far, near);
  mail_.emplace_back(far.first, LinkOpened{far.second, NetPrefix{}});
  mail_.emplace_back(near.first, LinkOpened{near.second, dial.dial});
}

// The end that closes hears nothing more of it.
void NodeNet::drop(const End& end) {
  const auto wire = wires_.find(end);
  if (wire == wires_.end()) return;
  const End far = wire->second;
  wires_.erase(wire);
  wires_.erase(far);
  mail_.emplace_back(far.first, LinkClosed{far.second});
}

// A wire is as slow as the slower of its ends, and holds back its sender.
void NodeNet::carry(const End& from, const End& to, Bytes bytes) {
  const bool is_lost = silent_.contains(from.first) || silent_.contains(to.first);
  std::size_t rate = 0;
  for (const SeatIndex end : {from.first, to.first}) {
    const auto found = rates_.find(end);
    if (found != rates_.end()) rate = rate == 0 ? found->second : std::min(rate, found->second);
  }
  const auto took =
      rate == 0 ? Millis{0} : Millis{static_cast<std::int64_t>(bytes.size() * 1'000 / rate)};
  Event received = BytesReceived{to.second, std::move(bytes)};
  if (took == Millis{0}) {
    if (!is_lost) mail_.emplace_back(to.first, std::move(received));
    mail_.emplace_back(from.first, BytesSent{from.second});
    return;
  }
  Instant& busy = busy_until_[from];
  busy = std::max(busy, instant_) + took;
  if (!is_lost) slow_.emplace(busy, std::pair{to, std::move(received)});
  slow_.emplace(busy, std::pair{from, Event{BytesSent{from.second}}});
}

// What its wire outlived.
void NodeNet::arrive() {
  while (!slow_.empty() && slow_.begin()->first <= instant_) {
    auto [end, event] = std::move(slow_.begin()->second);
    slow_.erase(slow_.begin());
    if (wires_.contains(end)) mail_.emplace_back(end.first, std::move(event));
  }
}

void NodeNet::run_for(Millis time) {
  const Instant limit = instant_ + time;
  for (std::size_t steps = 0;; ++steps) {
    ENSURE(steps < steps_max);
    settle();
    Instant next = slow_.empty() ? Instant::max() : slow_.begin()->first;
    for (const auto& seat : seats_) {
      if (seat->node != nullptr)
        next = std::min(next, seat->node->next_wakeup().value_or(Instant::max()));
    }
    if (next > limit) break;
    instant_ = std::max(instant_, next);
    arrive();
    for (SeatIndex who = 0; who < seats_.size(); ++who) {
      const auto& node = seats_[who]->node;
      if (node != nullptr && node->next_wakeup().value_or(Instant::max()) <= instant_) step(who);
    }
  }
  instant_ = std::max(instant_, limit);
}

bool NodeNet::run_until(const std::function<bool()>& done, Millis limit) {
  constexpr Millis look_every{250};
  for (const Instant end = instant_ + limit; instant_ < end;) {
    if (done()) return true;
    run_for(look_every);
  }
  return done();
}

const Row* row_of(const Answer& answer, std::string_view kind) {
  const auto found =
      std::ranges::find_if(answer.rows, [&](const Row& row) { return row.kind() == kind; });
  return found == answer.rows.end() ? nullptr : &*found;
}

}  // namespace tocsin::tests
