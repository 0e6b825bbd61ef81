#include "core/coalition/clock.h"

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

using coalition::Agreement;
using coalition::PeerClocks;

constexpr Seconds skew{600};
constexpr Seconds year{365 * 24 * 3600};

Now at(Millis since) {
  return Now{Instant{} + since, founding() + since};
}

LinkKey peer(std::uint8_t number) {
  std::array<std::uint8_t, 32> key{};
  key[0] = number;
  return LinkKey{key};
}

PeerClocks clocks_telling(const std::vector<Millis>& offsets) {
  PeerClocks clocks;
  std::uint8_t number = 0;
  for (const Millis offset : offsets)
    clocks.hear(peer(++number), founding() + offset, at(Millis{0}));
  return clocks;
}

void hear_three(CoalitionNet& net, CoalitionNet::Device& device, Millis offset) {
  for (std::uint8_t number = 1; number <= 3; ++number)
    net.hear_clock(device, peer(number), net.now().wall + offset);
}

std::string clock_of(CoalitionNet& net, CoalitionNet::Device& device) {
  return net.act(device, "status", Row{}, Level::read).value().front().text("clock").value();
}

}  // namespace

TEST_CASE("two peers are no median, three are") {
  CHECK(clocks_telling({year, year}).judge(at(Millis{0}), skew) == Agreement::unknown);
  CHECK(clocks_telling({year, year, year}).judge(at(Millis{0}), skew) == Agreement::differs);
  CHECK(clocks_telling({Millis{0}, Millis{0}, Millis{0}}).judge(at(Millis{0}), skew) ==
        Agreement::agrees);
}

TEST_CASE("clock liars", "[R-clock]") {
  // f of 2f + 1 lie by a year, forward, backward or both: nobody is misled.
  for (const Seconds lie : {year, -year}) {
    CHECK(clocks_telling({lie, Millis{0}, Millis{0}}).judge(at(Millis{0}), skew) ==
          Agreement::agrees);
    CHECK(clocks_telling({lie, -lie, Millis{0}, Millis{0}, Millis{0}}).judge(at(Millis{0}), skew) ==
          Agreement::agrees);
    CHECK(clocks_telling({lie, lie, Millis{0}, Millis{0}, Millis{0}}).judge(at(Millis{0}), skew) ==
          Agreement::agrees);
  }
  // Of four, one liar beside three.
  CHECK(clocks_telling({year, Millis{0}, Millis{0}, Millis{0}}).judge(at(Millis{0}), skew) ==
        Agreement::agrees);
}

TEST_CASE("what peers told moves on with time, and an own clock that jumps is found out") {
  const PeerClocks clocks = clocks_telling({Millis{0}, Millis{0}, Millis{0}});
  CHECK(clocks.judge(at(Seconds{3600}), skew) == Agreement::agrees);
  const Now jumped{Instant{} + Seconds{3600}, founding() + Seconds{3600} + Seconds{700}};
  CHECK(clocks.judge(jumped, skew) == Agreement::differs);
  CHECK(clocks.judge(at(Seconds{27 * 3600}), skew) == Agreement::unknown);
}

TEST_CASE("skew is the bound, give or take the minute in which peers tell") {
  const PeerClocks clocks = clocks_telling({Millis{0}, Millis{0}, Millis{0}});
  const auto judged = [&](Millis ahead) {
    return clocks.judge(Now{Instant{}, founding() + ahead}, skew);
  };
  CHECK(judged(Seconds{660}) == Agreement::agrees);
  CHECK(judged(Seconds{661}) == Agreement::differs);
  CHECK(judged(-Seconds{600}) == Agreement::agrees);
  CHECK(judged(-Seconds{601}) == Agreement::differs);
}

TEST_CASE("suspect clock may stop", "[R-clock]") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& ana = net.of("drivers");
  hear_three(net, ana, -year);
  CHECK(clock_of(net, ana) == "suspect");
  const auto refused = net.sign(ana, story.call, "approve", true);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "E_CLOCK");
  CHECK(refused.error().exit == Exit::clock);
  CHECK(story.target_state("drivers", "drivers") == "HELD");
  CHECK(story.target("drivers", "drivers").texts("codes") == std::vector<std::string>{"E_CLOCK"});
  Row own = with_reason();
  own.set("own", true).set("subject", story.call.hex());
  CHECK(net.act(ana, "hold", own).has_value());
  CHECK(net.stop(ana, "abort", story.call, with_reason()).has_value());
  // Nobody else is touched.
  CHECK(clock_of(net, net.of("choir")) == "ok");
}

TEST_CASE(
    "a suspect clock starts and ends nothing by itself, and mended it hears the others first") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& ana = net.of("drivers");
  hear_three(net, ana, -year);
  net.pass(Seconds{600});
  CHECK(story.target_state("drivers", "drivers") == "HELD");
  hear_three(net, ana, Millis{0});
  net.pass(Seconds{1});
  CHECK(story.target_state("drivers", "drivers") == "HELD");
  net.pass(Seconds{31});
  CHECK(story.target_state("drivers", "drivers") == "IN_EFFECT");
}

TEST_CASE("a clock set back behind a time on which peers agreed is suspect, also after a restart") {
  CoalitionNet net;
  CoalitionNet::Device& ana = net.of("drivers");
  net.pass(Seconds{7'200});
  hear_three(net, ana, Millis{0});
  CHECK(clock_of(net, ana) == "ok");
  net.restart(ana);
  net.pass(-Seconds{3'600});
  CHECK(clock_of(net, ana) == "suspect");
  net.pass(Seconds{3'600});
  CHECK(clock_of(net, ana) == "ok");
}

TEST_CASE("old call never acts") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  const WallTime called = net.now().wall;
  net.pass(Seconds{26 * 3600});
  REQUIRE(story.state("choir", story.call) == "ENDED");
  // A call that is closed is told to nobody new.
  constexpr Seconds until_closed{31 * 24 * 3600};
  net.pass(until_closed);
  REQUIRE(story.state("choir", story.call) == "CLOSED");
  CoalitionNet::Device& fresh = net.admit_member("choir", "dee");
  const auto target = [&] {
    Row row;
    row.set("subject", story.call.hex());
    const auto rows = net.act(fresh, "status", row, Level::read);
    return row_of(rows.value(), "target").text("state").value();
  };
  const std::vector<StoredRow> old = kept_by(net.of("choir"));
  SECTION("by the right clock it is over") {
    for (const StoredRow& row : old) static_cast<void>(net.accept(fresh, row.value));
    CHECK(target() == "ENDED");
  }
  SECTION("by a clock that was rolled back it is held, as soon as peers told the time") {
    hear_three(net, fresh, Millis{0});
    net.pass(called - net.now().wall);
    hear_three(net, fresh, until_closed + Seconds{26 * 3600});
    for (const StoredRow& row : old) static_cast<void>(net.accept(fresh, row.value));
    CHECK(target() == "HELD");
    net.pass(Seconds{200});
    CHECK(target() == "HELD");
  }
}

}  // namespace tocsin::tests
