// What a machine tells, and who hears it (routes.cpp).
#include <algorithm>

#include "tests/core/node/text_to.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
TEST_CASE("a text reaches every member once, under its author's name and org") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  net.must(ana, "send", text_to("assembly", "good morning"));
  net.run_for(Seconds{60});
  for (const SeatIndex who : founders.delegates) {
    const Answer read = net.must(who, "read", Row{}.set("channel", "assembly"));
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows.front().text("text").value() == "good morning");
    CHECK(read.rows.front().text("author_handle").value() == founders.slugs[0] + " 0");
    CHECK(read.rows.front().text("org_slug").value() == founders.slugs[0]);
  }
}

TEST_CASE("a send that waits is answered once it is stored by others, and only then") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  net.stop(founders.relays.front());
  net.run_for(Seconds{120});
  const RequestId request =
      net.start(ana, "send", text_to("assembly", "hold on").set("wait", "stored"));
  net.run_for(Seconds{30});
  auto& answers = net.seat(ana).answers;
  CHECK_FALSE(answers.contains(request));
  net.restart(founders.relays.front());
  REQUIRE(net.run_until([&] { return answers.contains(request); }, std::chrono::minutes{20}));
  const Row* stored = row_of(answers.at(request), "stored");
  REQUIRE(stored != nullptr);
  CHECK(stored->integer("receipts").value() >= 1);
  CHECK(stored->integer("relays").value() >= 1);
}

TEST_CASE("what is told as it happens is what can be read back later") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  net.run_for(Seconds{60});
  const std::vector<Row>& told = net.seat(ana).notices;
  REQUIRE(told.size() >= 2);
  CHECK(net.must(ana, "events").rows == told);
  for (std::size_t i = 0; i < told.size(); ++i)
    CHECK(told[i].integer("cursor").value() == static_cast<std::int64_t>(i + 1));
  const Answer rest =
      net.must(ana, "events", Row{}.set("since", static_cast<std::int64_t>(told.size() - 1)));
  CHECK(rest.rows == std::vector<Row>{told.back()});
}

TEST_CASE("no event holds the text of a message") {
  NodeNet net;
  const Founders founders = found(net);
  net.must(founders.delegates[0], "send", text_to("assembly", "CANARY"));
  net.run_for(Seconds{60});
  const Seat& bo = net.seat(founders.delegates[1]);
  REQUIRE(texts(net, founders.delegates[1], "assembly").size() == 1);
  for (const StoredRow& event : bo.store.rows(Table::events, {}, 10'000))
    CHECK(std::ranges::search(event.value, to_bytes("CANARY")).empty());
}

TEST_CASE("a relay stores what it carries and keeps no key, no record and no event of it") {
  NodeNet net;
  const Founders founders = found(net);
  net.must(founders.delegates[0], "send", text_to("assembly", "CANARY"));
  net.run_for(Seconds{60});
  const Seat& relay = net.seat(founders.relays.front());
  CHECK(relay.store.envelope_count() > 0);
  for (const Table table : {Table::identity,
                            Table::epochs,
                            Table::chains,
                            Table::records,
                            Table::mesh_keys,
                            Table::statements,
                            Table::events})
    CHECK(relay.store.rows(table, {}, 10).empty());
}

}  // namespace tocsin::tests
