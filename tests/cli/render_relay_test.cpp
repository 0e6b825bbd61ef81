#include "cli/render_relay.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row a_status(std::string_view state) {
  Row row{"relay_status"};
  row.set("state", state).set("relay_links", 2).set("relays_listed", 3).set("laptops", "some");
  row.set("guests", "none").set("takes", "all").set("holds", "under 16 MiB").set("calls", "none");
  return row.set("list_number", 1).set("list_seq", 4);
}

bool says(const Row& row, std::string_view what) {
  return render({row}, Look{}).find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a relay's operator reads how it fares, in bands and words") {
  CHECK(render({a_status("carrying")}, Look{}) ==
        "Carrying.\n"
        "Links: 2 to other relays; laptops: some; guests: none. List 1.4 names 3 relays.\n"
        "Holds: under 16 MiB of sealed messages; no quota, the disk alone is the bound.\n"
        "Calls among them: none.\n");
  CHECK(says(a_status("ungranted"), "tocsin relay grant"));
}

TEST_CASE("a box that drains says whether it may be switched off") {
  Row row = a_status("draining").set("since", Value{wall_from_ms(1'810'285'200'000)});
  row.set("held_by_relays", 0).set("held_by_laptops", "none");
  CHECK(says(row, "Leave it on"));
  row.set("held_by_relays", 1);
  CHECK(says(row, "It may be switched off."));
}

TEST_CASE("what is refused for want of room is told with what would mend it") {
  CHECK(says(a_status("carrying").set("takes", "no_bulk"), "Large messages are refused"));
  const Row full = a_status("carrying").set("takes", "calls_only").set("disk_bytes", 4LL << 30);
  CHECK(says(full, "Nothing but calls and stops is taken now"));
  CHECK(says(Row{full}.set("of_quota", "full"), "quota 4 GiB, full."));
}

TEST_CASE("loud links are a table by number, and who is shut out another") {
  Row loud{"loud_link"};
  loud.set("number", 7).set("role", "laptop").set("sent", "much").set("refused", "often");
  loud.set("over_budget", "never").set("up", "hours");
  CHECK(render({loud}, Look{}) ==
        "Loudest in the last hour:\n"
        "LINK  OF A    SENT  REFUSED  OVER BUDGET  UP\n"
        "7     laptop  much  often    never        hours\n");
  Row shut{"block"};
  shut.set("number", 1'007).set("until", Value{wall_from_ms(1'810'285'200'000)});
  CHECK(says(shut, "link 1007"));
  CHECK(says(shut, "another key each day"));
  CHECK(says(Row{"unblocked"}.set("number", 7), "link 7 may come in"));
}

TEST_CASE("drain and quota say what follows") {
  const WallTime noon = wall_from_ms(1'810'285'200'000);
  CHECK(says(Row{"drain"}.set("draining", true).set("since", Value{noon}), "relay drain --off"));
  CHECK(says(Row{"drain"}.set("draining", false), "this relay stays"));
  CHECK(says(Row{"quota"}.set("takes", "all").set("holds", "none"), "Holds: nothing yet"));
}

}  // namespace tocsin::cli
