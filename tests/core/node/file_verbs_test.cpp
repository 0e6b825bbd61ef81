// The verbs of files in channels (file_verbs.cpp).
#include "core/model/file_chunk.h"
#include "tests/support/catch.hpp"
#include "tests/support/node_net.h"

namespace tocsin::tests {
namespace {

const Bytes shared_content(file_chunk_bytes + 9, 3);

Row file_in(const std::string& channel) {
  return Row{}.set("channel", channel).set("file", Value{file_id("a.txt", shared_content).bytes()});
}

Row chunk_row(std::uint32_t index) {
  const ByteView data = ByteView{shared_content}.subspan(index * file_chunk_bytes,
                                                         chunk_bytes(shared_content.size(), index));
  return file_in("assembly")
      .set("file_name", "a.txt")
      .set("size", shared_content.size())
      .set("index", index)
      .set("data", Value{to_bytes(data)});
}

std::string file_state_at(NodeNet& net, SeatIndex who) {
  const Answer read = net.must(who, "read", Row{}.set("channel", "assembly"));
  const Row* row = row_of(read, "file");
  return row == nullptr ? "" : row->text("state").value();
}

}  // namespace

TEST_CASE("a file goes chunk by chunk to the other nodes and is fetched from there") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const SeatIndex other = founders.delegates[2];
  net.must(ana, "file send", chunk_row(1));
  CHECK(row_of(net.must(ana, "file own", file_in("assembly")), "own_file")->bytes("bits") ==
        Bytes{2});
  CHECK(net.ask(ana, "file stored", file_in("assembly")).code == "E_MISSING");
  net.must(ana, "file send", chunk_row(0));
  REQUIRE(net.run_until([&] { return file_state_at(net, other) == "complete"; }));
  net.restart(other);
  Bytes fetched;
  for (const int index : {0, 1}) {
    const Answer answer = net.must(
        other, "file fetch", Row{}.set("channel", "assembly").set("cursor", 1).set("index", index));
    const Bytes data = row_of(answer, "file_chunk")->bytes("data").value();
    fetched.insert(fetched.end(), data.begin(), data.end());
  }
  CHECK(fetched == shared_content);
}

TEST_CASE("who waits for a file hears when all its chunks are stored elsewhere") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  for (const std::uint32_t index : {0U, 1U}) net.must(ana, "file send", chunk_row(index));
  for (int answers = 0;; ++answers) {
    REQUIRE(answers < 3);
    const RequestId waiting = net.start(ana, "file stored", file_in("assembly"));
    REQUIRE(net.run_until([&] { return net.seat(ana).answers.contains(waiting); }));
    const Answer answer = net.seat(ana).answers.at(waiting);
    REQUIRE(answer.code == "ok");
    if (!answer.rows.front().has("file")) continue;
    CHECK(answer.rows.front().integer("receipts").value() >= 1);
    CHECK(answer.rows.front().integer("relays").value() == 1);
    break;
  }
}

TEST_CASE("numbers that no file has are refused") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  const auto code = [&](const std::string& verb, Row row) { return net.ask(ana, verb, row).code; };
  CHECK(code("file send", chunk_row(0).set("size", -1)) == "E_SIZE");
  CHECK(code("file send", chunk_row(0).set("size", 25 * 1024 * 1024 + 1)) == "E_SIZE");
  CHECK(code("file send", chunk_row(0).set("index", 1'000'000'000'000)) == "E_SIZE");
  CHECK(code("file send", chunk_row(0).set("index", 5)) == "E_DECODE");
  CHECK(code("file send", chunk_row(0).set("file", Value{Bytes{1}})) == "E_USAGE");
  CHECK(code("file own", Row{}.set("channel", "assembly")) == "E_USAGE");
  CHECK(code("file fetch", Row{}.set("channel", "assembly").set("cursor", -4)) == "E_USAGE");
  CHECK(code("file fetch", Row{}.set("channel", "nowhere").set("cursor", 1)) == "E_NOT_FOUND");
  CHECK(file_state_at(net, ana).empty());
}

TEST_CASE("files stop before they leave a channel's day no room for words") {
  NodeNet net;
  const Founders founders = found(net);
  const SeatIndex ana = founders.delegates[0];
  for (const SeatIndex relay : founders.relays) net.stop(relay);
  const Bytes large(file_bytes_max, 5);
  std::size_t sent = 0;
  std::string code = "ok";
  for (const std::string name : {"a", "b"}) {
    const Bytes id = file_id(name, large).bytes();
    for (std::uint32_t index = 0; code == "ok" && index < chunks_of(large.size()); ++index) {
      const std::size_t length = chunk_bytes(large.size(), index);
      Row row = Row{}.set("channel", "assembly").set("file", Value{id}).set("file_name", name);
      row.set("size", large.size()).set("index", index).set("data", Value{Bytes(length, 5)});
      code = net.ask(ana, "file send", row).code;
      if (code == "ok") ++sent;
    }
  }
  CHECK(code == "E_UNAVAILABLE");
  CHECK(sent > 39 * 16);
  CHECK(sent <= 40 * 16);
  net.must(ana, "send", Row{}.set("channel", "assembly").set("text", "words"));
}

}  // namespace tocsin::tests
