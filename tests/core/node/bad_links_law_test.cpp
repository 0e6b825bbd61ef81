// Links as they are: two thousand bytes a second, and a relay that swallows what it is told.
#include <algorithm>

#include "core/wire/decision_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

constexpr Millis patience = std::chrono::minutes{30};  // of the net's own clock

Row about(const std::string& subject) {
  return Row{}.set("subject", subject);
}

std::string id_of(const Answer& answer) {
  const Row* row = row_of(answer, "draft");
  REQUIRE(row != nullptr);
  return StatementId::from(row->bytes("id").value()).value().hex();
}

std::string state_at(NodeNet& net, SeatIndex who, const std::string& subject) {
  const Answer answer = net.ask(who, "status", about(subject), Level::read);
  return answer.rows.empty() ? "" : answer.rows.front().text("state").value_or("");
}

// It comes through the net; then it is reviewed, and signed with all the words.
void sign(NodeNet& net, SeatIndex who, const std::string& subject) {
  REQUIRE(net.run_until([&] { return !state_at(net, who, subject).empty(); }, patience));
  const Answer review = net.must(who, "review", about(subject));
  const Row& shown = review.rows.front();
  Row live = about(subject).set("stance", "approve").set("words", shown.text("words").value());
  live.set("spoken", shown.text("org").value() + " " + shown.text("action").value());
  net.must(who, "confirm", live);
}

bool is_everywhere(NodeNet& net,
                   const std::vector<SeatIndex>& people,
                   const std::string& subject,
                   std::string_view state) {
  return net.run_until(
      [&] {
        return std::ranges::all_of(
            people, [&](SeatIndex who) { return state_at(net, who, subject) == state; });
      },
      patience);
}

// By drivers and choir, who are of two kinds, as the abort rule asks.
std::string abort_by_two_orgs(NodeNet& net, const Founders& founders, const std::string& subject) {
  const SeatIndex first = founders.delegates[0];
  const Answer review = net.must(first, "review", about(subject));
  Row live = about(subject).set("reason", "agreed");
  live.set("words", review.rows.front().text("words").value());
  live.set(
      "spoken",
      review.rows.front().text("org").value() + " " + review.rows.front().text("action").value());
  const std::string stop = id_of(net.must(first, "abort", live));
  return stop;
}

std::string open_rally(NodeNet& net, const Founders& founders) {
  const Row body = Row{}.set("body", Value{rally_proposal(net, founders)});
  const std::string proposal = id_of(net.must(founders.delegates[0], "draft proposal", body));
  for (const std::size_t i : {0U, 1U}) sign(net, founders.delegates[i], proposal);
  REQUIRE(is_everywhere(net, founders.delegates, proposal, "OPEN"));
  return proposal;
}

}  // namespace

TEST_CASE("drill on slow link", "[R46]") {
  NodeNet net;
  const Founders founders = found(net);
  // The tenants' only lines carry two thousand bytes a second.
  for (const std::size_t i : {6U, 7U}) net.slow_down(founders.delegates[i], 2'000);
  const SeatIndex first = founders.delegates[0];
  const std::string practice = id_of(net.must(first, "drill run", Row{}.set("action", "stoppage")));
  // One of the two orgs that decide it is the slow one.
  for (const std::size_t i : {0U, 1U, 6U, 7U}) sign(net, founders.delegates[i], practice);
  REQUIRE(is_everywhere(net, {first}, practice, "MANDATED"));
  const std::string call = id_of(net.must(first, "drill run", about(practice)));
  for (const std::size_t i : {0U, 1U, 6U, 7U}) sign(net, founders.delegates[i], call);
  for (const std::size_t i : {0U, 2U, 4U, 6U, 8U}) {
    const SeatIndex who = founders.delegates[i];
    REQUIRE(net.run_until(
        [&] {
          const std::string state = state_at(net, who, call);
          return state == "CALLED" || state == "IN_EFFECT";
        },
        patience));
    net.must(who, "ack", about(call).set("level", "reviewed"));
  }
  const auto reached = [&] {
    const Answer report = net.must(first, "drill report", about(call));
    return row_of(report, "drill")->integer("reached").value();
  };
  CHECK(net.run_until([&] { return reached() == 5; }, patience));
}

TEST_CASE("withheld stop seen elsewhere") {
  NodeNet net;
  const Founders founders = found(net, 2);
  net.run_for(Seconds{60});
  const std::string proposal = open_rally(net, founders);
  net.silence(founders.relays[0]);
  SECTION("another relay hands it on") {
    const std::string stop = abort_by_two_orgs(net, founders, proposal);
    for (const std::size_t i : {1U, 4U, 5U}) sign(net, founders.delegates[i], stop);
    CHECK(is_everywhere(net, founders.delegates, proposal, "DEAD"));
  }
  SECTION("where every path swallows, nobody hears of it, and nobody is told a stop") {
    net.silence(founders.relays[1]);
    abort_by_two_orgs(net, founders, proposal);
    net.run_for(std::chrono::minutes{5});
    CHECK(state_at(net, founders.delegates[4], proposal) == "OPEN");
  }
}

}  // namespace tocsin::tests
