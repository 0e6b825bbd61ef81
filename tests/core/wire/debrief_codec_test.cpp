#include "core/wire/debrief_codec.h"

#include <functional>

#include "tests/core/wire/strict.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

struct DebriefStage {
  tests::TestCoalition test;
  Debrief debrief = [this] {
    Debrief out;
    out.head = test.head(test.orgs()[0], 0, tests::founding());
    out.call = StatementId{{1}};
    out.happened = "all came";
    out.outcomes = {DemandOutcome::met};
    return out;
  }();

  bool is_taken(const std::function<void(Debrief&)>& change) const {
    return wire::is_taken(debrief, change);
  }
};

Turnout turnout(std::size_t number) {
  return Turnout{{"s" + std::to_string(1000 + number), "metro", ""}, TurnoutBand::most};
}

}  // namespace

TEST_CASE("a debrief comes back as it was, and its empty parts stay empty") {
  const DebriefStage stage;
  CHECK(wire::decode_signed<Debrief>(wire::encode(stage.debrief)).value() == stage.debrief);
}

TEST_CASE("a debrief at each limit is taken, one above is refused") {
  const DebriefStage stage;
  for (const auto text :
       {&Debrief::planned, &Debrief::happened, &Debrief::why, &Debrief::keep, &Debrief::change}) {
    CHECK(stage.is_taken([&](Debrief& d) { d.*text = std::string(2000, 'a'); }));
    CHECK(stage.is_taken([&](Debrief& d) { d.*text = "two\nlines"; }));
    CHECK_FALSE(stage.is_taken([&](Debrief& d) { d.*text = std::string(2001, 'a'); }));
  }
  const auto steps = [](Debrief& d, std::size_t n) {
    d.next.assign(n, NextStep{OrgId{{1}}, std::string(200, 'a')});
  };
  CHECK(stage.is_taken([&](Debrief& d) { steps(d, 8); }));
  CHECK_FALSE(stage.is_taken([&](Debrief& d) { steps(d, 9); }));
  CHECK_FALSE(stage.is_taken([&](Debrief& d) {
    steps(d, 1);
    d.next[0].text += 'a';
  }));
  const auto turnouts = [](Debrief& d, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) d.turnout.push_back(turnout(i));
  };
  CHECK(stage.is_taken([&](Debrief& d) { turnouts(d, 128); }));
  CHECK_FALSE(stage.is_taken([&](Debrief& d) { turnouts(d, 129); }));
  CHECK(stage.is_taken([](Debrief& d) { d.outcomes.assign(12, DemandOutcome::part); }));
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.outcomes.assign(13, DemandOutcome::part); }));
}

TEST_CASE("a debrief without its call, with a cell twice or a band that nobody knows is refused") {
  const DebriefStage stage;
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.call = StatementId::zero(); }));
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.happened.clear(); }));
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.turnout = {turnout(2), turnout(1)}; }));
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.turnout = {turnout(1), turnout(1)}; }));
  for (const std::uint8_t band : {std::uint8_t{0}, std::uint8_t{6}})
    CHECK_FALSE(stage.is_taken([&](Debrief& d) {
      d.turnout = {turnout(1)};
      d.turnout[0].band = static_cast<TurnoutBand>(band);
    }));
  CHECK_FALSE(stage.is_taken([](Debrief& d) { d.next = {NextStep{OrgId::zero(), "x"}}; }));
}

}  // namespace tocsin
