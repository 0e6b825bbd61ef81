#include <string>

#include "cli/render.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

const WallTime call_ended = wall_from_ms(1'810'000'000'000);

}  // namespace

TEST_CASE("a debrief summary reads well") {
  Row head{"debriefs"};
  head.set("call", Value{Bytes(32, 0xc4)}).set("mode", "actual").set("state", "ENDED");
  head.set("ended_at", Value{call_ended})
      .set("due", Value{call_ended + std::chrono::hours{30 * 24}});
  head.set("orgs", 2).set("filed", 1);
  Row told{"debrief_of"};
  told.set("slug", "drivers").set("state", "FILED").set("id", Value{Bytes(32, 0xd1)});
  told.set("since", Value{call_ended + std::chrono::hours{20}});
  told.set("planned", "All out at five.");
  told.set("happened", "Most came out at five,\nthe yard at six, because its steward was ill.");
  told.set("why", "One steward alone held the yard's list.");
  told.set("keep", "Two stewards for each door.").set("change", "A second phone tree.");
  told.set("outcomes", Value{std::vector<std::string>{"met", "part"}});
  told.set("turnout", Value{std::vector<std::string>{"transport/metro=nearly_all"}});
  Row owing{"debrief_of"};
  owing.set("slug", "plumbers").set("state", "DUE");
  Row next{"next_step"};
  next.set("from", "drivers").set("slug", "choir").set("text", "Open the hall an hour earlier.");
  const std::string text = render({head, told, owing, next}, Look{});
  CHECK(text == golden("debrief_summary", text));
}

TEST_CASE("the matrix says of each demand who ratified it, and where the orgs part ways") {
  Row head{"matrix"};
  head.set("id", Value{Bytes(32, 0x7f)}).set("mode", "actual").set("full", 3);
  Row win{"matrix_demand"};
  win.set("number", 1).set("demand", "win").set("addressee", "the water board");
  win.set("text", "A signed contract.").set("ratified", 2).set("approving", 2);
  Row stop{"matrix_demand"};
  stop.set("number", 2).set("demand", "stop").set("addressee", "the city");
  stop.set("text", "No night shifts of one.").set("ratified", 1).set("approving", 2);
  stop.set("diverges", true);
  const auto line = [](std::string_view slug,
                       bool approves,
                       std::vector<std::string> counts,
                       std::vector<std::string> ratified) {
    return Row{"matrix_org"}
        .set("slug", slug)
        .set("approves", approves)
        .set("k", 2)
        .set("counts", Value{std::move(counts)})
        .set("ratified", Value{std::move(ratified)});
  };
  const std::string text = render({head,
                                   win,
                                   stop,
                                   line("drivers", true, {"2", "2"}, {"1", "2"}),
                                   line("plumbers", true, {"2", "1"}, {"1"}),
                                   line("choir", false, {"1", "0"}, {})},
                                  Look{});
  CHECK(text == golden("matrix", text));
}

TEST_CASE("a checklist is read with its days, and a missing one says what would show it") {
  Row one{"checklist_line"};
  one.set("pack", "notice").set("item", "notice-contract").set("due", Value{call_ended});
  one.set("blocking", true).set("notice", true);
  one.set("text",
          "The contract's own notice of termination or strike has been given, or none is due.");
  Row two{"checklist_line"};
  two.set("pack", "safety").set("item", "safety-phone").set("due", Value{call_ended});
  two.set("blocking", false).set("notice", false).set("text", "Everybody has the numbers.");
  const std::string text = render({one, two}, Look{});
  CHECK(text == golden("checklist", text));
  Row missing{"checklist_missing"};
  missing.set("reason", "no file for the checklist notice in /usr").set("remedy", "--checklists F");
  CHECK(render({missing}, Look{}).find("-> --checklists F") != std::string::npos);
}

TEST_CASE("shred status says until when names are kept") {
  Row main{"campaign"};
  main.set("campaign", "main").set("opened", "2027-01-02").set("state", "CLOSED");
  main.set("pledges", 1240).set("shred_at", Value{call_ended});
  Row old{"campaign"};
  old.set("campaign", "autumn").set("opened", "2026-09-01").set("state", "SHREDDED");
  old.set("pledges", 0).set("shredded", "2027-02-01");
  Row list{"list"};
  list.set("workers", 2905).set("tests", 3);
  list.set("campaigns", Value{std::vector<std::string>{"main"}});
  const std::string text = render({main, old, list}, Look{});
  CHECK(text == golden("shred_status", text));
}

}  // namespace tocsin::cli
