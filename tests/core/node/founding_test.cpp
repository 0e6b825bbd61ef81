// How a profile becomes somebody: keys, card, charter, bundle (founding.cpp).
#include <algorithm>
#include <set>

#include "core/model/words.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

Row named(const std::string& handle) {
  return Row{}.set("handle", handle).set("rehearsal", true);
}

Row bundle_file(const Bytes& bytes, const Bytes& file_key) {
  return Row{}.set("bytes", Value{bytes}).set("file_key", Value{file_key});
}

Bytes coalition_of(NodeNet& net, SeatIndex who) {
  const Answer status = net.must(who, "status");
  return row_of(status, "self")->bytes("coalition").value_or(Bytes{});
}

}  // namespace

TEST_CASE("a handle is a name of at most forty bytes") {
  NodeNet net;
  const SeatIndex node = net.add();
  for (const std::string& handle : {std::string{},
                                    std::string{" ana"},
                                    std::string{"ana\nbo"},
                                    std::string(41, 'a'),
                                    std::string{"\xff\xfe"}}) {
    INFO(handle);
    CHECK(net.ask(node, "init", named(handle)).code == "E_NAME");
  }
  CHECK(net.seat(node).store.snapshot().of(Table::identity).empty());
  net.must(node, "init", named(std::string(40, 'a')));
}

TEST_CASE("keys are made once and for ever") {
  NodeNet net;
  const SeatIndex node = net.add();
  net.must(node, "init", named("ana"));
  const Answer card = net.must(node, "card");
  CHECK(net.ask(node, "init", named("bo")).code == "E_CONFLICT");
  net.restart(node);
  CHECK(net.ask(node, "init", named("bo")).code == "E_CONFLICT");
  CHECK(net.must(node, "card") == card);
}

TEST_CASE("a card shows the device, its name and the words of its id") {
  NodeNet net;
  const SeatIndex node = net.add();
  net.must(node, "init", named("ana"));
  const Answer answer = net.must(node, "card");
  const Row& card = *row_of(answer, "card");
  const Answer status = net.must(node, "status");
  const Bytes device = row_of(status, "self")->bytes("device").value();
  CHECK(card.text("handle").value() == "ana");
  CHECK(card.text("words").value() == six_words_text(WordList::drill, device));
  const Bytes bytes = card.bytes("bytes").value();
  Reader in{bytes};
  const std::size_t count = in.u16();
  REQUIRE(count >= 1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto statement = wire::decode<Statement>(in.take(in.u32()));
    REQUIRE(statement);
    if (i == 0)
      CHECK(wire::decode<DeviceStatement>(statement->body).value().author.bytes() == device);
  }
  CHECK(in.finished());
}

TEST_CASE("two devices never have the same card") {
  NodeNet net;
  std::set<Bytes> cards;
  for (int i = 0; i < 3; ++i) {
    const SeatIndex node = net.add();
    net.must(node, "init", named("ana"));
    const Answer answer = net.must(node, "card");
    CHECK(cards.insert(row_of(answer, "card")->bytes("bytes").value()).second);
  }
}

TEST_CASE("a charter is not finished without a draft, a file key and a salt of their lengths") {
  NodeNet net;
  const SeatIndex node = net.add();
  net.must(node, "init", named("ana"));
  CHECK(net.ask(node, "charter finish").code == "E_USAGE");
  for (const std::size_t key_size : {31U, 32U}) {
    Row arguments;
    arguments.set("draft", Value{Bytes{1}}).set("file_key", Value{Bytes(key_size, 1)});
    arguments.set("salt", Value{Bytes(key_size == 32 ? 33 : 32, 1)});
    CHECK(net.ask(node, "charter finish", arguments).code == "E_USAGE");
  }
  Row garbage;
  garbage.set("draft", Value{Bytes{1}}).set("file_key", Value{Bytes(32, 1)});
  garbage.set("salt", Value{Bytes(32, 1)});
  CHECK(net.ask(node, "charter finish", garbage).exit != Exit::ok);
  CHECK(coalition_of(net, node).empty());
}

TEST_CASE("a founding gives every founder the same coalition, both channels and a voice") {
  NodeNet net;
  const Founders founders = found(net);
  const Bytes coalition = coalition_of(net, founders.delegates.front());
  REQUIRE(coalition.size() == CoalitionId::size);
  for (std::size_t i = 0; i < founders.delegates.size(); ++i) {
    const SeatIndex who = founders.delegates[i];
    const Answer status = net.must(who, "status");
    const Row& self = *row_of(status, "self");
    CHECK(self.bytes("coalition").value() == coalition);
    CHECK(self.text("org_slug").value() == founders.slugs[i / 2]);
    CHECK(self.flag("is_delegate"));
    net.must(
        who, "send", Row{}.set("channel", "assembly").set("text", "here is " + std::to_string(i)));
  }
  net.run_for(Seconds{60});
  for (const SeatIndex who : founders.delegates)
    CHECK(texts(net, who, "assembly").size() == founders.delegates.size());
}

TEST_CASE("what a founder has become survives a restart of everybody") {
  NodeNet net;
  const Founders founders = found(net);
  const Bytes coalition = coalition_of(net, founders.delegates.front());
  for (const SeatIndex who : founders.delegates) net.restart(who);
  for (const SeatIndex who : founders.delegates) {
    CHECK(coalition_of(net, who) == coalition);
    CHECK(channels_of(net, who) == 2);
  }
  net.must(founders.delegates[3],
           "send",
           Row{}.set("channel", "assembly").set("text", "after the storm"));
  CHECK(net.run_until([&] { return texts(net, founders.delegates[8], "assembly").size() == 1; }));
}

TEST_CASE("a bundle opens with its own words alone, and welcomes founders alone") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex stranger = net.add();
  CHECK(net.ask(stranger, "import", bundle_file(founders.bundle, founders.file_key)).code ==
        "E_NOT_FOUND");
  net.must(stranger, "init", named("mallory"));
  CHECK(net.ask(stranger, "import").code == "E_USAGE");
  CHECK(net.ask(stranger, "import", bundle_file(founders.bundle, Bytes(31, 7))).code == "E_USAGE");
  CHECK(net.ask(stranger, "import", bundle_file(founders.bundle, Bytes(32, 8))).code == "E_BUNDLE");
  Bytes damaged = founders.bundle;
  damaged[damaged.size() / 2] ^= 1;
  CHECK(net.ask(stranger, "import", bundle_file(damaged, founders.file_key)).code == "E_BUNDLE");
  CHECK(net.ask(stranger, "import", bundle_file(founders.bundle, founders.file_key)).code ==
        "E_BUNDLE");
  CHECK(coalition_of(net, stranger).empty());
  CHECK(channels_of(net, stranger) == 0);
}

}  // namespace tocsin::tests
