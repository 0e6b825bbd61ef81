#include "cli/render_call.h"

#include "tests/cli/call_time.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row answers(const char* slug, int received, int reviewed) {
  Row row{"ack"};
  row.set("slug", slug).set("received", received).set("devices", 4);
  return row.set("reviewed", reviewed).set("delegates", 2);
}

Row target(const char* slug, const char* state) {
  Row row{"target"};
  return row.set("slug", slug)
      .set("cell", "transport/metro")
      .set("state", state)
      .set("t0", time_at(t0_ms));
}

}  // namespace

TEST_CASE("ack rollup golden", "[R3]") {
  Row drivers = answers("drivers", 4, 2);
  drivers.set("cascaded_reached", 34).set("cascaded_of", 36);
  drivers.set("committed", 610).set("committed_topped", true).set("top_code_bp", 9000);
  drivers.set("last", time_at(t0_ms - 59 * hour_ms - 180'000));
  Row bakers = answers("bakers", 4, 1);
  bakers.set("cascaded_reached", 0).set("cascaded_of", 6).set("committed_hidden", true);
  Row plumbers = answers("plumbers", 1, 0);
  plumbers.set("declined", true).set("phone", Value{std::vector<std::string>{"ana", "bo"}});
  const std::string text = render({drivers, bakers, plumbers}, early_look());
  CHECK(text == golden("acks", text));
  CHECK(text.find("no answer") != std::string::npos);
  CHECK(text.find("Phone     plumbers: ana, bo\n") != std::string::npos);
}

TEST_CASE("an answer by a clock that is ahead of ours was given now, not in the future") {
  const std::string text =
      render({answers("drivers", 4, 2).set("last", time_at(t0_ms - 58 * hour_ms))}, early_look());
  CHECK(text.find("0 s ago") != std::string::npos);
}

TEST_CASE("an abort is offered only before the start") {
  Row call{"call"};
  call.set("last_safe_abort", time_at(t0_ms));
  CHECK(render({Row{call}.set("state", "CALLED")}, early_look()).find("Abort by") !=
        std::string::npos);
  CHECK(render({call.set("state", "IN_EFFECT")}, early_look()).find("Abort by") ==
        std::string::npos);
}

TEST_CASE("a call that is held says VALID BUT HELD and why, and who is cut off is told") {
  Row call{"call"};
  call.set("id", Value{Bytes(32, 0xc4)}).set("state", "CALLED").set("verdict", "HELD");
  call.set("codes", Value{std::vector<std::string>{"E_BLOCKED", "E_CLOCK"}}).set("cut_off", true);
  const std::string text = render({call}, early_look());
  CHECK(text.find("VALID BUT HELD: E_BLOCKED E_CLOCK\n") != std::string::npos);
  CHECK(text.find("CUT OFF") != std::string::npos);
}

TEST_CASE(
    "a pause says that it ends by itself, a vote when, a late abort that it changes nothing") {
  const std::string paused =
      render({target("drivers", "PAUSED").set("paused_until", time_at(t0_ms))}, early_look());
  CHECK(paused.find("goes on by itself") != std::string::npos);
  const Row vote = target("drivers", "PAUSED")
                       .set("paused_until", time_at(t0_ms))
                       .set("vote_by", time_at(t0_ms));
  CHECK(render({vote}, early_look()).find("unless most called orgs resume it") !=
        std::string::npos);
  const std::string late =
      render({target("drivers", "IN_EFFECT").set("late_abort", true)}, early_look());
  CHECK(late.find("LATE ABORT") != std::string::npos);
  CHECK(late.find("changes nothing") != std::string::npos);
}

}  // namespace tocsin::cli
