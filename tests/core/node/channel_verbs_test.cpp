// The verbs of the group channel (channel_verbs.cpp).
#include <algorithm>

#include "tests/core/node/text_to.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

Row channel_of(const std::string& name, std::vector<std::string> parts) {
  return Row{}.set("name", name).set("parts", Value{std::move(parts)});
}

}  // namespace

TEST_CASE("a delegate makes a channel of two orgs' delegates, who read each other there") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex other = founders.delegates[2];
  const Answer made = net.must(
      ana,
      "channel new",
      channel_of("tours", {founders.slugs[0] + ":delegates", founders.slugs[1] + ":delegates"}));
  CHECK(row_of(made, "channel")->text("name") == "tours");
  REQUIRE(row_of(made, "channel_part") != nullptr);
  REQUIRE(net.run_until([&] { return channels_of(net, other) == 3; }));
  net.must(other, "send", text_to("tours", "noon"));
  REQUIRE(net.run_until([&] { return !texts(net, ana, "tours").empty(); }));
  CHECK(texts(net, ana, "tours") == std::vector<std::string>{"noon"});
  const Answer shown = net.must(other, "channel show", Row{}.set("channel", "tours"));
  CHECK(row_of(shown, "channel")->integer("members") == 4);
  CHECK(row_of(shown, "channel_part")->flag("delegates"));
}

TEST_CASE("a part that nothing here reaches is refused, with what to type") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const auto code = [&](Row asked) { return net.ask(ana, "channel new", std::move(asked)).code; };
  CHECK(code(channel_of("tours", {})) == "E_EMPTY");
  CHECK(code(channel_of("assembly", {founders.slugs[0] + ":delegates"})) == "E_NAME");
  CHECK(code(channel_of("Tours!", {founders.slugs[0] + ":delegates"})) == "E_NAME");
  CHECK(code(channel_of("tours", {"nobody:delegates"})) == "E_NOT_FOUND");
  CHECK(code(channel_of("tours", {founders.slugs[0] + ":friends"})) == "E_NOT_FOUND");
  CHECK(code(channel_of("tours", {"abcd"})) == "E_NOT_FOUND");
  CHECK(code(channel_of("tours",
                        {founders.slugs[0] + ":delegates", founders.slugs[1] + ":members"})) ==
        "E_NO_CHANNEL");
  CHECK(code(channel_of("tours", {founders.slugs[1] + ":delegates"})) == "E_NOT_MEMBER");
  CHECK(channels_of(net, ana) == 2);
}

TEST_CASE("a member is let into a channel for everyone, and makes none") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex eve = join(net, founders.delegates[2], "eve");
  CHECK(net.ask(eve, "channel new", channel_of("mine", {founders.slugs[1] + ":members"})).code ==
        "E_NOT_ALLOWED");
  net.must(ana, "channel new", Row{}.set("name", "all").set("everyone", true));
  REQUIRE(net.run_until([&] { return channels_of(net, eve) == 2; }));
  // What is written before that, it never reads, and who sends is told.
  REQUIRE(net.run_until([&] {
    const Answer who = net.must(ana, "who", Row{}.set("channel", "all"));
    return std::ranges::all_of(who.rows, [](const Row& row) { return row.flag("has_keys"); });
  }));
  CHECK_FALSE(row_of(net.must(ana, "send", text_to("all", "to all")), "sent")->has("absent"));
  REQUIRE(net.run_until([&] { return !texts(net, eve, "all").empty(); }));
  net.restart(eve);
  CHECK(texts(net, eve, "all") == std::vector<std::string>{"to all"});
}

TEST_CASE("a steward's device is named by its first digits") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex eve = join(net, ana, "eve");
  const Bytes device = row_of(net.must(eve, "status"), "self")->bytes("device").value();
  net.must(ana,
           "channel new",
           channel_of("list", {founders.slugs[0] + ":delegates", hex_encode(device).substr(0, 8)}));
  REQUIRE(net.run_until([&] { return channels_of(net, eve) == 2; }));
  const Answer who = net.must(eve, "who", Row{}.set("channel", "list"));
  CHECK(who.rows.size() == 3);
}

TEST_CASE("a list is shared in a channel of delegates and named devices, and in no other") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex bo = founders.delegates[1];
  const std::string& org = founders.slugs[0];
  net.must(ana, "channel new", channel_of("list", {org + ":delegates"}));
  net.must(ana, "channel new", channel_of("talk", {org + ":delegates", org + ":members"}));
  net.must(ana,
           "channel new",
           channel_of("tours", {org + ":delegates", founders.slugs[1] + ":delegates"}));
  for (const char* channel : {"org", "assembly", "talk", "tours"}) {
    INFO(channel);
    CHECK(net.ask(ana, "roster share", Row{}.set("channel", channel)).code == "E_NOT_ALLOWED");
  }
  net.must(ana,
           "roster import",
           Row{}.set("csv", Value{to_bytes("ref,name,cell\nw-1,Mo,public/metro\n")}));
  REQUIRE(net.run_until([&] { return channels_of(net, bo) == 5; }));
  net.must(bo, "roster share", Row{}.set("channel", "list"));
  net.must(ana, "roster share", Row{}.set("channel", "list"));
  CHECK(net.run_until([&] { return net.must(bo, "roster list").rows.size() == 1; }));
}

}  // namespace tocsin::tests
