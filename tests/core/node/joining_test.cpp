// Invites from both ends (joining.cpp).
#include <algorithm>

#include "core/model/words.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

std::string invite_by(NodeNet& net, SeatIndex steward) {
  const Answer answer = net.must(steward, "invite");
  return row_of(answer, "invite")->text("text").value();
}

SeatIndex newcomer_in(NodeNet& net) {
  const SeatIndex newcomer = net.add();
  net.must(newcomer, "init", Row{}.set("handle", "bo").set("rehearsal", true));
  return newcomer;
}

bool has_asked(NodeNet& net, SeatIndex steward) {
  return std::ranges::any_of(net.must(steward, "invite list").rows, [](const Row& row) {
    return row.text("state").value_or("") == "asked";
  });
}

Row text(const std::string& value) {
  return Row{}.set("text", value);
}

}  // namespace

TEST_CASE("who is in no coalition can invite nobody") {
  NodeNet net;
  const SeatIndex node = newcomer_in(net);
  CHECK(net.ask(node, "invite").code == "E_NOT_FOUND");
  CHECK(net.must(node, "invite list").rows.empty());
  CHECK(net.ask(node, "invite cancel").code == "E_USAGE");
  CHECK(net.ask(node, "admit", Row{}.set("words", "one two")).exit != Exit::ok);
}

TEST_CASE("only the text of a living invite is accepted") {
  NodeNet net;
  const SeatIndex node = net.add();
  CHECK(net.ask(node, "accept", text("x")).code == "E_NOT_FOUND");
  net.must(node, "init", Row{}.set("handle", "bo"));
  const Answer card = net.must(node, "peer card");
  for (const std::string& bad : {std::string{},
                                 std::string{"TOCSIN-INVITE-1:AAAA"},
                                 card.rows.front().text("text").value()}) {
    INFO(bad);
    CHECK(net.ask(node, "accept", text(bad)).exit != Exit::ok);
  }
  const Answer status = net.must(node, "status");
  CHECK_FALSE(row_of(status, "self")->has("coalition"));
}

TEST_CASE("an invite needs a place where steward and newcomer meet") {
  NodeNet net;
  const Founders founders = found(net, 0);
  CHECK(net.ask(founders.delegates.front(), "invite").code == "E_NO_PLACE");
}

TEST_CASE("a newcomer is admitted under the words that were read out, and under no others") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex steward = founders.delegates.front();
  const SeatIndex bo = newcomer_in(net);
  const std::string invite = invite_by(net, steward);
  const Answer accepted = net.must(bo, "accept", text(invite));
  const std::string words = accepted.rows.front().text("words").value();
  REQUIRE(net.run_until([&] { return has_asked(net, steward); }));
  const Answer wrong = net.ask(steward, "admit", Row{}.set("words", "one two three four five six"));
  CHECK(wrong.exit != Exit::ok);
  net.run_for(Seconds{30});
  CHECK(channels_of(net, bo) == 0);

  const Answer admitted = net.must(steward, "admit", Row{}.set("words", words));
  CHECK(row_of(admitted, "admitted")->text("person").value() == "bo");
  REQUIRE(net.run_until([&] { return channels_of(net, bo) == 1; }));
  const Answer status = net.must(bo, "status");
  CHECK(row_of(status, "self")->text("org_slug").value() == founders.slugs.front());
  CHECK_FALSE(row_of(status, "self")->flag("is_delegate"));
  CHECK(net.ask(bo, "accept", text(invite_by(net, steward))).code == "E_CONFLICT");

  net.must(bo, "send", Row{}.set("channel", "org").set("text", "good morning"));
  CHECK(net.run_until([&] { return texts(net, founders.delegates[1], "org").size() == 1; }));
  net.run_for(Seconds{30});
  CHECK(texts(net, founders.delegates[2], "org").empty());  // another org's channel
}

TEST_CASE("invite, request and admission survive restarts on both ends") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex steward = founders.delegates[2];
  const SeatIndex bo = newcomer_in(net);
  const std::string invite = invite_by(net, steward);
  net.restart(steward);
  CHECK(net.must(steward, "invite list").rows.size() == 1);
  const Answer accepted = net.must(bo, "accept", text(invite));
  net.restart(bo);
  REQUIRE(net.run_until([&] { return has_asked(net, steward); }));
  net.restart(steward);
  REQUIRE(has_asked(net, steward));
  net.must(steward, "admit", Row{}.set("words", accepted.rows.front().text("words").value()));
  net.restart(steward);
  net.restart(bo);
  CHECK(net.run_until([&] { return channels_of(net, bo) == 1; }));
}

TEST_CASE("a cancelled invite brings nobody in") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex steward = founders.delegates.front();
  const std::string invite = invite_by(net, steward);
  const Answer list = net.must(steward, "invite list");
  const Bytes tag = list.rows.front().bytes("tag").value();
  net.must(steward, "invite cancel", Row{}.set("tag", Value{tag}));
  CHECK(net.ask(steward, "invite cancel", Row{}.set("tag", Value{Bytes(16, 9)})).exit != Exit::ok);
  const SeatIndex bo = newcomer_in(net);
  net.must(bo, "accept", text(invite));
  net.run_for(Seconds{60});
  CHECK_FALSE(has_asked(net, steward));
  CHECK(channels_of(net, bo) == 0);
}

TEST_CASE("a delegate brings a second laptop of her own, under her name and by her own words") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex old = founders.delegates.front();
  const SeatIndex laptop = newcomer_in(net);  // "bo", as whoever unpacked it named it
  const std::string owner = row_of(net.must(old, "status"), "self")->text("handle").value();
  const Answer made = net.must(old, "device-link new");
  CHECK(row_of(made, "device_link")->text("person").value() == owner);
  const std::string link = row_of(made, "device_link")->text("text").value();
  const Answer swapped = net.ask(laptop, "accept", text(link));
  CHECK(swapped.code == "E_NOT_ALLOWED");
  CHECK(swapped.remedy.find("tocsin device-link use a device link") != std::string::npos);
  CHECK(net.ask(laptop, "device-link use", text(invite_by(net, old))).code == "E_NOT_ALLOWED");
  const Answer used = net.must(laptop, "device-link use", text(link));
  CHECK(used.rows.front().text("second_device_of").value() == owner);
  CHECK(row_of(net.must(laptop, "status"), "self")->text("handle").value() == owner);
  REQUIRE(net.run_until([&] { return has_asked(net, old); }));
  net.restart(laptop);
  const Answer done =
      net.must(old, "admit", Row{}.set("words", used.rows.front().text("words").value()));
  CHECK(row_of(done, "admitted")->text("person").value() == owner);
  CHECK(row_of(done, "admitted")->flag("signs_by_manifest"));
  REQUIRE(net.run_until([&] { return channels_of(net, laptop) == 1; }));
  CHECK(row_of(net.must(laptop, "status"), "self")->text("handle").value() == owner);
  CHECK_FALSE(row_of(net.must(laptop, "status"), "self")->flag("is_delegate"));
}

TEST_CASE("a device link is made for people of the own organization, by who may admit them") {
  NodeNet net;
  const SeatIndex nobody = newcomer_in(net);
  CHECK(net.ask(nobody, "device-link new").exit != Exit::ok);
  CHECK(net.ask(nobody, "device-link use", text("x")).code == "E_DECODE");
  const Founders founders = found(net);
  const SeatIndex steward = founders.delegates.front();
  CHECK(net.ask(steward, "device-link new", Row{}.set("person", "nobody")).code == "E_NOT_FOUND");
  net.must(nobody, "accept", text(invite_by(net, steward)));
  REQUIRE(net.run_until([&] { return has_asked(net, steward); }));
  const std::string words = six_words_text(
      WordList::drill, row_of(net.must(nobody, "status"), "self")->bytes("device").value());
  net.must(steward, "admit", Row{}.set("words", words));
  REQUIRE(net.run_until([&] { return channels_of(net, nobody) == 1; }));
  const Answer own = net.ask(nobody, "device-link new");
  CHECK(own.exit == Exit::permission);
  CHECK(own.remedy == "ask a delegate or steward of your org for: tocsin device-link new bo");
  CHECK(row_of(net.must(steward, "device-link new", Row{}.set("person", "bo")), "device_link")
            ->text("person")
            .value() == "bo");
}

}  // namespace tocsin::tests
