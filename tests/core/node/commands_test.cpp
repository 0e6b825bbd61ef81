// The table of the hub's verbs: who may ask what, and what stays refused (commands.cpp, verbs.h).
#include <algorithm>
#include <set>

#include "core/node/verbs.h"
#include "core/wire/charter_codec.h"
#include "tests/core/node/text_to.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
TEST_CASE("no act is done below its level, and nothing comes of the try") {
  NodeNet net;
  const SeatIndex node = net.add();
  const SeatIndex relay = net.add(NodeRole::relay);
  const std::size_t commits = net.seat(node).store.commits();
  std::size_t tried = 0;
  for (const HubVerb& verb : hub_verbs) {
    const SeatIndex who = verb.needs_role == HubVerb::Needs::relay ? relay : node;
    for (const Level level : {Level::read, Level::act}) {
      if (static_cast<int>(level) >= static_cast<int>(verb.level)) continue;
      const Answer answer = net.ask(who, std::string{verb.verb}, Row{}.set("handle", "ana"), level);
      INFO(verb.verb);
      CHECK(answer.exit == Exit::permission);
      CHECK(answer.code == "E_STEP_UP");
      ++tried;
    }
  }
  CHECK(tried > 10);
  CHECK(net.seat(node).store.commits() == commits);
}

TEST_CASE("keys, invites, admissions, relays and peers need the passphrase in the same request") {
  for (const char* verb :
       {"init", "charter finish", "invite", "admit", "relay admit", "peer add"}) {
    INFO(verb);
    REQUIRE(hub_verb(verb) != nullptr);
    CHECK(hub_verb(verb)->level == Level::live);
  }
  CHECK(hub_verb("send")->level == Level::act);
  CHECK(hub_verb("read")->level == Level::read);
  CHECK(hub_verb("sen") == nullptr);
}

TEST_CASE("every verb stands in the table once") {
  std::set<std::string_view> verbs;
  for (const HubVerb& verb : hub_verbs) CHECK(verbs.insert(verb.verb).second);
}

TEST_CASE("a relay refuses the verbs of nodes, and a node those of relays") {
  NodeNet net;
  const SeatIndex node = net.add();
  const SeatIndex relay = net.add(NodeRole::relay);
  for (const HubVerb& verb : hub_verbs) {
    if (verb.needs_role == HubVerb::Needs::either) continue;
    const SeatIndex stranger = verb.needs_role == HubVerb::Needs::relay ? node : relay;
    INFO(verb.verb);
    CHECK(net.ask(stranger, std::string{verb.verb}).code == "E_ROLE");
  }
  for (const char* verb : {"review", "confirm", "roster list", "no such verb"})
    CHECK(net.ask(relay, verb).code == "E_ROLE");
}

TEST_CASE("before init a node knows only what needs no keys") {
  NodeNet net;
  const SeatIndex node = net.add();
  for (const char* verb : {"card", "import", "accept", "review", "charter show", "no such verb"}) {
    INFO(verb);
    CHECK(net.ask(node, verb).code == "E_NOT_FOUND");
  }
  CHECK(net.ask(node, "status").exit == Exit::ok);
  CHECK(net.ask(node, "events").exit == Exit::ok);
}

TEST_CASE("a verb that nobody knows is refused") {
  NodeNet net;
  const SeatIndex node = net.add();
  net.must(node, "init", Row{}.set("handle", "ana"));
  CHECK(net.ask(node, "strike now").code == "E_VERB");
}

TEST_CASE("status tells who we are as far as we are somebody") {
  NodeNet net;
  const SeatIndex node = net.add();
  const Answer nobody = net.must(node, "status");
  REQUIRE(row_of(nobody, "self") != nullptr);
  CHECK(row_of(nobody, "self")->text("role").value() == "node");
  CHECK_FALSE(row_of(nobody, "self")->has("device"));
  net.must(node, "init", Row{}.set("handle", "ana").set("rehearsal", true));
  const Answer ana = net.must(node, "status");
  CHECK(row_of(ana, "self")->text("handle").value() == "ana");
  CHECK(row_of(ana, "self")->text("mode").value() == "rehearsal");
  CHECK(row_of(ana, "self")->bytes("device").value().size() == DeviceId::size);
  CHECK_FALSE(row_of(ana, "self")->has("coalition"));
  const SeatIndex relay = net.add(NodeRole::relay);
  CHECK(row_of(net.must(relay, "status"), "self")->text("role").value() == "relay");
}

TEST_CASE("without a coalition there is no channel to write or read") {
  NodeNet net;
  const SeatIndex node = net.add();
  net.must(node, "init", Row{}.set("handle", "ana"));
  CHECK(net.ask(node, "send", text_to("assembly", "hello")).code == "E_NOT_FOUND");
  CHECK(net.ask(node, "read", Row{}.set("channel", "org")).code == "E_NOT_FOUND");
  CHECK(net.ask(node, "who", Row{}.set("channel", "org")).code == "E_NOT_FOUND");
  CHECK(net.must(node, "channel list").rows.empty());
}

TEST_CASE("in a coalition texts are bounded, channels are named, members are shown") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates.front();
  CHECK(net.ask(ana, "send", text_to("assembly", "")).code == "E_EMPTY");
  CHECK(net.ask(ana, "send", text_to("assembly", std::string(16 * 1024 + 1, 'x'))).code ==
        "E_SIZE");
  CHECK(net.ask(ana, "send", text_to("kitchen", "hello")).code == "E_NOT_FOUND");
  CHECK(net.ask(ana, "send", text_to("abcd", "hello")).code == "E_NOT_FOUND");

  const std::string whole(16 * 1024, 'x');
  const Answer sent = net.must(ana, "send", text_to("assembly", whole));
  REQUIRE(row_of(sent, "sent") != nullptr);
  const std::string hex =
      ChannelId::from(row_of(sent, "sent")->bytes("channel").value()).value().hex();
  net.must(ana, "send", text_to(hex, "by its id"));
  CHECK(texts(net, ana, "assembly") == std::vector{whole, std::string{"by its id"}});

  const Answer first = net.must(ana, "read", Row{}.set("channel", "assembly").set("limit", 1));
  REQUIRE(first.rows.size() == 1);
  const auto cursor = first.rows.front().integer("cursor").value();
  const Answer rest = net.must(ana, "read", Row{}.set("channel", "assembly").set("since", cursor));
  REQUIRE(rest.rows.size() == 1);
  CHECK(rest.rows.front().text("text").value() == "by its id");

  const Answer members = net.must(ana, "who", Row{}.set("channel", "org"));
  CHECK(std::ranges::count_if(members.rows,
                              [](const Row& row) { return row.kind() == "member"; }) == 2);
  CHECK(row_of(members, "member")->text("org_slug").value() == founders.slugs.front());
}

TEST_CASE("the list is written out where one delegate asked, once another's device agreed") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex asker = founders.delegates[0];
  const SeatIndex second = founders.delegates[1];
  const SeatIndex stranger = founders.delegates[2];  // of another org
  Row list;
  list.set("csv", Value{to_bytes("ref,name\nw-1,Ana\nw-2,'=Bo\n")})
      .set("workplace", "transport/metro");
  net.must(asker, "roster import", list);
  const Row asked = net.must(asker, "roster export").rows.front();
  const std::string id = hex_encode(asked.bytes("id").value());
  const auto typed = [&] {
    Row row;
    row.set("subject", id.substr(0, 8)).set("words", asked.text("words").value());
    return row.set("spoken", founders.slugs[0] + " export");
  };
  net.must(asker, "review", Row{}.set("subject", id));
  net.run_for(Seconds{60});
  const auto waits_at = [&](SeatIndex seat) {
    const Answer all = net.must(seat, "status");
    return std::ranges::any_of(all.rows, [](const Row& row) {
      return row.kind() == "to_sign" && row.text("type").value() == "export";
    });
  };
  CHECK(waits_at(second));
  CHECK_FALSE(waits_at(asker));
  CHECK_FALSE(waits_at(stranger));
  CHECK(net.ask(asker, "roster export", typed()).exit == Exit::second_person);
  CHECK(net.ask(asker, "confirm", typed().set("stance", "approve")).exit == Exit::second_person);
  CHECK(net.ask(stranger, "review", Row{}.set("subject", id)).exit != Exit::ok);

  CHECK(net.must(second, "show", Row{}.set("subject", id)).rows.front().text("type") == "export");
  CHECK(net.ask(second, "roster export", typed()).exit == Exit::second_person);
  const Row shown = net.must(second, "review", Row{}.set("subject", id)).rows.front();
  CHECK(shown.text("asked_by").value() == founders.slugs[0] + " 0");
  CHECK(shown.integer("workers").value() == 2);
  CHECK(net.must(second, "words", Row{}.set("subject", id)).rows.front().text("words").value() ==
        asked.text("words").value());
  net.must(second, "confirm", typed().set("stance", "approve"));
  CHECK_FALSE(waits_at(second));
  net.run_for(Seconds{60});
  net.restart(asker);
  const Row written = net.must(asker, "roster export", typed()).rows.front();
  CHECK(to_text(written.bytes("bytes").value()) ==
        "ref,name,contact,cell,unit,shift,steward,assessment\n"
        "w-1,Ana,,transport/metro,,,,0\nw-2,'=Bo,,transport/metro,,,,0\n");
  CHECK(written.texts("agreed") == std::vector<std::string>{founders.slugs[0] + " 1"});
  net.run_for(Seconds{60});
  const auto& told = net.seat(second).notices;
  CHECK(std::ranges::any_of(told, [](const Row& event) {
    return event.text("event").value_or("") == "roster.export.written";
  }));
}

}  // namespace tocsin::tests
