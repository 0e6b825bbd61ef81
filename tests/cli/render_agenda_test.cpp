#include "cli/render_agenda.h"

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

const WallTime afternoon = wall_from_ms(1'810'000'000'000);

Row to_sign(std::string_view type, std::string_view mode) {
  Row row{"to_sign"};
  row.set("type", type).set("id", Value{Bytes(32, 0x7f)}).set("mode", mode);
  row.set("title", "One day for the river").set("org", "choir").set("have", 1).set("need", 2);
  return row.set("next", "tocsin review 7f7f7f7f");
}

}  // namespace

TEST_CASE("what waits for one's signature says what it is, how far it is and what to type") {
  Row pause = to_sign("stop", "actual");
  pause.set("stop", "pause").set("subject", Value{Bytes(32, 1)});
  pause.set("at", Value{afternoon - Seconds{3 * 3600}});
  Row drill = to_sign("call", "exercise");
  drill.set("until", Value{afternoon});
  const std::string text = render({pause, drill}, Look{false, afternoon});
  CHECK(text ==
        "WAITING FOR YOUR SIGNATURE:\n"
        "  PAUSE 7f7f7f7f of 01010101  One day for the river\n"
        "    1 of 2 for choir; posted 3 h ago -> tocsin review 7f7f7f7f\n"
        "EXERCISE    CALL 7f7f7f7f  One day for the river\n"
        "EXERCISE      1 of 2 for choir; until Tue 11 May 2027 01:46 UTC\n"
        "EXERCISE      -> tocsin review 7f7f7f7f\n");
}

TEST_CASE("an ask to write the list out counts persons of one's own, and a long list says so") {
  Row ask{"to_sign"};
  ask.set("type", "export").set("id", Value{Bytes(32, 2)}).set("mode", "actual");
  ask.set("title", "asked by ana")
      .set("have", 1)
      .set("need", 2)
      .set("next", "tocsin review 02020202");
  const std::string text =
      render({ask, Row{"to_sign_more"}.set("left_out", 7)}, Look{false, afternoon});
  CHECK(text ==
        "WAITING FOR YOUR SIGNATURE:\n"
        "  EXPORT 02020202  asked by ana\n"
        "    1 of 2 -> tocsin review 02020202\n"
        "  and 7 more that have more time\n");
}

}  // namespace tocsin::cli
