#include <string>

#include "cli/render.h"
#include "tests/cli/call_time.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row proposal(std::string_view mode) {
  Row row{"proposal"};
  row.set("id", Value{Bytes(32, 0x7f)})
      .set("mode", mode)
      .set("action", "stoppage")
      .set("title", "One day for the winter rule");
  row.set("state", "OPEN")
      .set("blocked", false)
      .set("full", 5)
      .set("approve", 3)
      .set("object", 0)
      .set("silent", 2);
  row.set("vote_by", time_at(t0_ms - 90 * hour_ms))
      .set("not_before", time_at(t0_ms))
      .set("not_after", time_at(t0_ms + 72 * hour_ms));
  return row;
}

Row org(std::string_view slug, std::string_view kind, std::int64_t approvals, bool is_target) {
  Row row{"org"};
  row.set("slug", slug)
      .set("org_kind", kind)
      .set("approvals", approvals)
      .set("need", 2)
      .set("approves", approvals >= 2);
  row.set("objects", false).set("joined", false).set("is_target", is_target);
  return row;
}

Row lack(std::string_view code, std::string_view node, std::int64_t have, std::int64_t need) {
  Row row{"lack"};
  row.set("code", code).set("node", node).set("have", have).set("need", need);
  return row;
}

std::vector<Row> open_proposal(std::string_view mode) {
  return {proposal(mode),
          org("drivers", "union", 2, true),
          org("choir", "faith", 1, false),
          lack("E_COUNT", "share", 3, 4),
          lack("E_DRILL", "drill", 0, 1)
              .set("hint", "the last one is 71 d old (max 60 d): tocsin drill run")};
}

}  // namespace

TEST_CASE("who is listed by two organizations reads at once that the device signs for neither") {
  Row row{"coalition"};
  row.set("name", "North River").set("charter", "7f3a").set("org", "choir").set("clock", "ok");
  CHECK(render({row}, early_look()).find("LISTED") == std::string::npos);
  row.set("listed_by", Value{std::vector<std::string>{"bakers", "choir"}});
  CHECK(render({row}, early_look()) ==
        "North River  charter 7f3a  you: choir\n"
        "LISTED TWICE: bakers and choir list this device, so it signs for none of them ->\n"
        "  all but one draft a manifest without it\n"
        "0 proposals, 0 calls.\n");
}

TEST_CASE("an open proposal says what is missing") {
  const std::string text = render(open_proposal("actual"), early_look());
  CHECK(text == golden("status_not_met", text));
  CHECK(text.find("NOT MET") != std::string::npos);
}

TEST_CASE("what several organizations lack at one node of the rule is told by name") {
  const auto join = [](const char* slug) {
    return lack("E_JOIN", "join", 0, 2).set("hint", std::string{"joins by "} + slug);
  };
  const std::string text =
      render({lack("E_KIND_MIN", "kinds", 1, 3), join("plumbers"), join("drivers")}, early_look());
  CHECK(text.find("E_KIND_MIN") < text.find("by drivers"));
  CHECK(text.find("by drivers") < text.find("by plumbers"));
}

TEST_CASE("an exercise says so on every line") {
  const std::string text = render(open_proposal("exercise"), early_look());
  CHECK(text == golden("status_exercise", text));
}

TEST_CASE("a rehearsal says so on every line") {
  const std::string text = render(open_proposal("rehearsal"), early_look());
  CHECK(text == golden("status_rehearsal", text));
}

TEST_CASE("a certified call tells its targets and what one's own people do") {
  Row call{"call"};
  call.set("id", Value{Bytes(32, 0xc4)})
      .set("mode", "actual")
      .set("proposal", Value{Bytes(32, 0x7f)})
      .set("state", "CALLED");
  call.set("wave", 1)
      .set("call_time", time_at(t0_ms - 59 * hour_ms))
      .set("public_after", time_at(t0_ms + 13 * hour_ms));
  call.set("last_safe_abort", time_at(t0_ms - 2 * hour_ms)).set("targets", 2).set("joined", 2);
  call.set("instruction", "YOUR MEMBERS ARE CALLED: stop_work");
  Row target{"target"};
  target.set("slug", "drivers")
      .set("cell", "transport/metro")
      .set("t0", time_at(t0_ms))
      .set("state", "CALLED");
  Row held = target;
  held.set("slug", "plumbers").set("cell", "public/metro").set("state", "HELD");
  held.set("codes", Value{std::vector<std::string>{"E_FROZEN"}});
  const std::string text = render({call, target, held}, early_look());
  CHECK(text == golden("status_call", text));
}

TEST_CASE("a review shows text, words, rule and window") {
  Row review{"review"};
  review.set("id", Value{Bytes(32, 0x7f)})
      .set("type", "proposal")
      .set("mode", "actual")
      .set("list", "live");
  review.set("words", "maple orbit kettle sand violin crane")
      .set("language", "en")
      .set("org", "plumbers")
      .set("is_target", true);
  review.set(
      "text",
      "What      one-day stoppage, up to 3 waves\nWhere     transport/metro, public/metro\n");
  review.set("opens_at", time_at(t0_ms)).set("closes_at", time_at(t0_ms + hour_ms / 4));
  const std::string text = render(
      {review, org("drivers", "union", 2, true), lack("E_COUNT", "share", 3, 4)}, early_look());
  CHECK(text == golden("review", text));
}

TEST_CASE("a freeze is read to be lifted, a founding draft to be confirmed in its file") {
  Row freeze{"review"};
  freeze.set("id", Value{Bytes(32, 0x7f)}).set("type", "freeze").set("act", "thaw");
  CHECK(render({freeze}, early_look()).find("tocsin thaw 7f7f7f7f\n") != std::string::npos);
  Row charter{"review"};
  charter.set("id", Value{Bytes(32, 0x7f)}).set("type", "charter").set("named", "river.draft");
  CHECK(render({charter}, early_look()).find("river.draft --approve\n") != std::string::npos);
}

TEST_CASE("a review speaks of targets where there are any, and of joining to who is called") {
  Row review{"review"};
  review.set("id", Value{Bytes(32, 1)}).set("org", "plumbers").set("is_target", true);
  const auto told = [&](const char* type) {
    return render({review.set("type", type)}, early_look());
  };
  CHECK(told("call").find("--approve --join\n") != std::string::npos);
  CHECK(told("proposal").find("is a TARGET") != std::string::npos);
  CHECK(told("proposal").find("--join") == std::string::npos);
  for (const char* const type : {"stop", "report", "debrief", "charter"})
    CHECK(told(type).find("Your org") == std::string::npos);
}

TEST_CASE("an answer tells in words what an act brought about") {
  Row event{"event"};
  event.set("event", "call.state").set("type", "call").set("id", Value{Bytes(32, 1)});
  CHECK(render({Row{event}.set("from", "OPEN").set("to", "CALLED")}, early_look()) ==
        "Now call 01010101 is CALLED\n");
  CHECK(render({event.set("event", "person.frozen")}, early_look()).empty());
}

TEST_CASE("the status of a charter or manifest names it by its id") {
  Row row{"charter"};
  row.set("id", Value{Bytes(32, 1)}).set("state", "DRAFT");
  CHECK(render({row}, early_look()) == "CHARTER 01010101  DRAFT\n");
  Row manifest{"manifest"};
  manifest.set("id", Value{Bytes(32, 1)}).set("state", "IN_FORCE");
  CHECK(render({manifest}, early_look()) == "MANIFEST 01010101  IN_FORCE\n");
}

TEST_CASE("signing says as whom, how many are needed, and how to take it back") {
  Row row{"signed"};
  row.set("id", Value{Bytes(32, 0x7f)})
      .set("as", "ana")
      .set("org", "plumbers")
      .set("have", 1)
      .set("need", 2);
  row.set("stance", "approve").set("valid_until", time_at(t0_ms));
  const std::string text = render({row}, early_look());
  CHECK(text == golden("signed", text));
}

TEST_CASE("every objection is read with its person and reason, escaped, and what it blocks") {
  std::vector<Row> rows{proposal("actual"), org("choir", "faith", 0, false)};
  rows[0].set("blocked", true).set("blocked_by", Value{std::vector<std::string>{"choir"}});
  rows[1].set("objects", true).set("objections", 2);
  rows.push_back(org("tenants", "community", 0, false).set("objections", 1));
  rows.push_back(Row{"objection"}
                     .set("slug", "tenants")
                     .set("handle", "gil")
                     .set("reason", "The footbridge\n\x1b[31mfirst"));
  const std::string text = render(rows, early_look());
  CHECK(text.find("Blocked   by choir; nobody signs for it while this one objects") !=
        std::string::npos);
  CHECK(text.find("OBJECTS") != std::string::npos);
  CHECK(text.find("1 against") != std::string::npos);
  CHECK(text.find("Against   gil of tenants: The footbridge / ") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a receipt names the demands it ratifies, by the numbers of the screens") {
  Row row{"signed"};
  row.set("as", "ana")
      .set("stance", "approve")
      .set("org", "plumbers")
      .set("have", 1)
      .set("need", 2);
  row.set("ratifies",
          Value{std::vector<Row>{
              Row{}.set("number", 2).set("demand", "stop").set("text", "No night shifts.")}});
  CHECK(render({row}, early_look()) ==
        "Signed as ana (1 of 2 for plumbers).\nRatifies demand 2, stop: No night shifts.\n");
}

TEST_CASE("an objection and what is taken back are not told as signatures for it") {
  Row row{"signed"};
  row.set("as", "eli").set("stance", "object").set("org", "choir").set("have", 0).set("need", 2);
  row.set("objections", 1);
  CHECK(render({row}, early_look()) == "Objection signed as eli (1 of 2 for choir).\n");
  row.set("stance", "abstain").set("withdrawn", true).set("id", Value{Bytes(32, 1)});
  CHECK(render({row}, early_look()) ==
        "Withdrawn as eli (0 of 2 for choir): your earlier decision counts no more.\n");
}

TEST_CASE("a drill's report names who was not reached") {
  Row drill{"drill"};
  drill.set("mode", "exercise")
      .set("reached", 4)
      .set("orgs", 5)
      .set("median_s", 360)
      .set("slowest_s", 1380);
  const std::string text = render({drill,
                                   Row{"org"}.set("slug", "drivers").set("reached", true),
                                   Row{"org"}.set("slug", "tenants").set("reached", false)},
                                  early_look());
  CHECK(text == "EXERCISE  reached 4/5 orgs, median 6 min, slowest 23 min; not reached: tenants\n");
}

TEST_CASE("a draft says whether it counts and where it was written") {
  Row draft{"draft"};
  draft.set("type", "charter")
      .set("id", Value{Bytes(32, 0x2a)})
      .set("list", "drill")
      .set("words", "amber basket candle dune ember fjord");
  draft.set("file", "charter.draft").set("complete", false);
  CHECK(render({draft}, early_look()) ==
        "CHARTER 2a2a2a2a  DRILL LIST  words: amber basket candle dune ember fjord\nWritten to "
        "charter.draft.\n"
        "Not complete yet: more people must confirm it.\n");
}

TEST_CASE("an event has its cursor first and its codes last") {
  Row event{"event"};
  event.set("cursor", 8842)
      .set("event", "target.state")
      .set("org", "drivers")
      .set("cell", "transport/metro");
  event.set("from", "CALLED")
      .set("to", "HELD")
      .set("codes", Value{std::vector<std::string>{"E_FROZEN"}});
  CHECK(render({event}, early_look()) ==
        "8842  target.state drivers transport/metro: CALLED -> HELD  E_FROZEN\n");
}

}  // namespace tocsin::cli
