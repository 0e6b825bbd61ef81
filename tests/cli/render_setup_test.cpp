#include <algorithm>
#include <string>

#include "cli/render.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("messages say who, of what organization, when, and then the text") {
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
  Row row{"message"};
  row.set("cursor", 12)
      .set("author_handle", "ana")
      .set("org_slug", "plumbers")
      .set("at", Value{wall_from_ms(1'810'285'200'000)});
  row.set("text", "meet at noon\nbring water");
  CHECK(render({row}, Look{}) ==
        "12  ana of plumbers  Fri 14 May 2027 09:00 UTC\n    meet at noon\n    bring water\n");
  row.set("has_left", true);
  CHECK(render({row}, Look{})
            .starts_with(
                "12  ana of plumbers (NOT IN THIS CHANNEL ANY MORE)  Fri 14 May 2027 09:00 UTC\n"));
}

TEST_CASE("a profile without keys, and one without a coalition, are told what comes next") {
  CHECK(render({Row{"self"}.set("role", "node")}, Look{}).find("tocsin init") != std::string::npos);
  CHECK(render({Row{"self"}.set("role", "node").set("handle", "ana")}, Look{})
            .find("tocsin accept") != std::string::npos);
  CHECK(render({Row{"self"}.set("role", "relay")}, Look{}).find("reads none") != std::string::npos);
}

TEST_CASE("a daemon's state says what to do about it") {
  CHECK(render({Row{"daemon"}.set("state", "locked").set("profile", "ana")}, Look{}) ==
        "Daemon of profile ana: locked -> tocsin unlock\n");
  CHECK(render({Row{"daemon"}.set("state", "locked")}, Look{}) ==
        "Daemon: locked -> tocsin unlock\n");
}

TEST_CASE("a locked profile tells how much waits, and that something is urgent, and no more") {
  const auto text_of = [](Row row) {
    std::string text = render({std::move(row.set("profile", "ana"))}, Look{});
    std::ranges::replace(text, '\n', ' ');
    return text.substr(0, text.find("  "));  // where the line is broken
  };
  Row row{"daemon"};
  row.set("state", "sealed").set("waiting", 12).set("urgent", 1);
  CHECK(text_of(row).starts_with(
      "Daemon of profile ana: locked, and keeps what comes; 12 envelopes wait; one is"));
  row.set("waiting", 0).set("urgent", 0);
  CHECK(text_of(row) == "Daemon of profile ana: locked, and keeps what comes -> tocsin unlock ");
  row.set("state", "locked").set("waiting", 1).set("full", true);
  CHECK(text_of(row).starts_with(
      "Daemon of profile ana: locked; one envelope waits; full, and nothing comes in"));
}

TEST_CASE("members and relays are tables") {
  Row member{"member"};
  member.set("org_slug", "plumbers")
      .set("person", "ana")
      .set("device", Value{Bytes(32, 1)})
      .set("is_delegate", true);
  CHECK(render({member}, Look{}) ==
        "ORG       PERSON  DEVICE    ROLE\nplumbers  ana     01010101  delegate\n");
  Row relay{"relay"};
  relay.set("label", "attic").set("link_key", Value{Bytes(32, 2)}).set("linked", true);
  CHECK(render({relay}, Look{}) == "LABEL  KEY       LINKED  ADDRESSES\nattic  02020202  yes\n");
}

TEST_CASE("several laptops of one person are told apart, and the person is counted once") {
  const auto member = [](const char* person, std::uint8_t device, bool is_delegate) {
    return Row{"member"}
        .set("org_slug", "plumbers")
        .set("person", person)
        .set("device", Value{Bytes(32, device)})
        .set("is_delegate", is_delegate);
  };
  CHECK(render({member("ana", 1, true),
                member("ana", 2, false),
                member("kim", 3, false),
                member("kim", 4, false)},
               Look{}) ==
        "ORG       PERSON  DEVICE    ROLE\n"
        "plumbers  ana     01010101  delegate\n"
        "plumbers  ana     02020202  further laptop, signs nothing\n"
        "plumbers  kim     03030303\n"
        "plumbers  kim     04040404\n"
        "2 persons with 4 laptops; whoever has several is one voice.\n");
}

TEST_CASE("a laptop that was let in is told of with its person, and what it takes to sign") {
  Row admitted{"admitted"};
  admitted.set("person", "ana").set("device", Value{Bytes(32, 1)}).set("is_second_device", true);
  CHECK(render({admitted}, Look{}) == "Admitted a further laptop of ana, device 01010101.\n");
  admitted.set("signs_by_manifest", true);
  CHECK(render({admitted}, Look{}).find("tocsin draft manifest") != std::string::npos);
  const Row used = Row{"accepted"}.set("words", "amber basket").set("second_device_of", "ana");
  CHECK(render({used}, Look{}).find("further laptop of ana") != std::string::npos);
  Row link{"invite"};
  link.set("tag", Value{Bytes(16, 1)}).set("state", "open").set("person", "ana");
  link.set("is_second_device", true);
  CHECK(render({link}, Look{}).find("a laptop of ana") != std::string::npos);
}

TEST_CASE("what is stored elsewhere is counted") {
  CHECK(render({Row{"stored"}.set("receipts", 3).set("relays", 1)}, Look{}) ==
        "Sent. On 3 others, 1 of them a relay.\n");
  Row mesh{"mesh"};
  mesh.set("links", 1)
      .set("relay_links", 1)
      .set("envelopes", 1)
      .set("calls", 1)
      .set("relays_listed", 1);
  CHECK(render({mesh}, Look{}) ==
        "Mesh: 1 link, 1 of them a relay; holds 1 envelope, 1 call; relay list 0.0 with 1\n  "
        "relay.\n");
  mesh.set("links", 2).set("relay_links", 0).set("envelopes", 1240);
  CHECK(render({mesh}, Look{}).find("2 links, 0 of them relays; holds 1,240 envelopes") !=
        std::string::npos);
}

TEST_CASE("a channel says whom it is for, and who made it") {
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
  Row channel{"channel"};
  channel.set("channel", Value{Bytes(32, 0xAB)})
      .set("channel_kind", "custom")
      .set("name", "tours")
      .set("members", 4)
      .set("has_keys", true)
      .set("made_at", Value{wall_from_ms(1'810'285'200'000)})
      .set("author_handle", "ana");
  Row part{"channel_part"};
  part.set("org_slug", "plumbers").set("delegates", true).set("members", false);
  part.set("devices", Value{std::vector<std::string>{"3f2a9c"}});
  CHECK(render({channel, part}, Look{}) ==
        "CHANNEL  OF       DEVICES  ID\n"
        "tours    its own  4        abababab\n"
        "Made on Fri 14 May 2027 09:00 UTC by ana.\n"
        "It is for:\n"
        "  the delegates of plumbers\n"
        "  of plumbers the device 3f2a9c\n");
}

TEST_CASE("who sends is told how many cannot read it") {
  Row sent{"sent"};
  sent.set("channel", Value{Bytes(32, 0xAB)}).set("record", Value{Bytes(32, 0xCD)});
  sent.set("name", "tours");
  CHECK(render({sent}, Look{}) == "Sent to tours (record cdcdcdcd).\n");
  sent.set("absent", 2);
  CHECK(render({sent}, Look{}).find("2 devices cannot read it") != std::string::npos);
}

}  // namespace tocsin::cli
