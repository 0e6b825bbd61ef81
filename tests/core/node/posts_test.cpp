// Statements on their way into channels (posts.cpp).
#include <algorithm>

#include "core/base/codes.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

std::string propose(NodeNet& net, const Founders& founders) {
  const Answer drafted = net.must(founders.delegates.front(),
                                  "draft proposal",
                                  Row{}.set("body", Value{rally_proposal(net, founders)}));
  return hex_encode(drafted.rows.front().bytes("id").value());
}

bool knows(NodeNet& net, SeatIndex who, const std::string& subject) {
  return net.ask(who, "status", Row{}.set("subject", subject)).exit == Exit::ok;
}

bool all_know(NodeNet& net, const Founders& founders, const std::string& subject) {
  return std::ranges::all_of(founders.delegates,
                             [&](SeatIndex who) { return knows(net, who, subject); });
}

std::size_t carried(NodeNet& net, SeatIndex who) {
  return net.seat(who).store.snapshot().of(Table::carry).size();
}

}  // namespace

TEST_CASE("a proposal reaches every delegate through the assembly") {
  NodeNet net;
  const Founders founders = found(net);
  const std::string proposal = propose(net, founders);
  CHECK(net.run_until([&] { return all_know(net, founders, proposal); }));
}

TEST_CASE("a proposal of a machine that dies at once still reaches everybody") {
  NodeNet net;
  const Founders founders = found(net);
  net.stop(founders.relays.front());
  net.run_for(Seconds{120});
  const std::string proposal = propose(net, founders);
  net.restart(founders.delegates.front());
  net.restart(founders.relays.front());
  CHECK(net.run_until([&] { return all_know(net, founders, proposal); }, std::chrono::minutes{20}));
}

TEST_CASE("what concerns all is carried from an org channel into the assembly, and then let go") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex steward = founders.delegates[2];
  const SeatIndex member = join(net, steward, "chi");
  net.run_for(std::chrono::minutes{5});
  for (const SeatIndex who : founders.delegates) {
    // The roll that names the new member is "to all": all delegates hold it.
    CHECK(net.seat(who).store.rows(Table::statements, {}, 1000).size() ==
          net.seat(steward).store.rows(Table::statements, {}, 1000).size());
    CHECK(carried(net, who) == 0);
  }
  CHECK(carried(net, member) == 0);
}

TEST_CASE("a member who is no delegate learns nothing of a proposal under way") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex member = join(net, founders.delegates.front(), "chi");
  const std::string proposal = propose(net, founders);
  REQUIRE(net.run_until([&] { return all_know(net, founders, proposal); }));
  net.run_for(std::chrono::minutes{5});
  CHECK_FALSE(knows(net, member, proposal));
}

}  // namespace tocsin::tests
