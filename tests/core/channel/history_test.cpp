#include "core/channel/history.h"

#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::channel {
namespace {

const ChannelId here{std::array<std::uint8_t, 32>{1}};
const ChannelId there{std::array<std::uint8_t, 32>{2}};

Member ana() {
  return Member{DeviceId{std::array<std::uint8_t, 32>{7}},
                {},
                OrgId{std::array<std::uint8_t, 32>{8}},
                "ana",
                true};
}

Received text(const ChannelId& channel, const std::string& words) {
  return Received{channel,
                  RecordType::text,
                  ana().device,
                  RecordId::zero(),
                  wall_from_ms(1234),
                  to_bytes(words)};
}

void commit(tests::MemoryStore& store, Outbox& outbox) {
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
}

}  // namespace

TEST_CASE("texts are read by cursor, each channel for itself") {
  tests::MemoryStore store;
  History history{store};
  Outbox outbox;
  for (int at = 0; at < 300; ++at) {
    CHECK(history.add(text(here, std::to_string(at)), ana(), outbox) ==
          static_cast<std::uint64_t>(at) + 1);
    history.add(text(there, "other"), ana(), outbox);
  }
  commit(store, outbox);
  const auto rows = history.read(here, 256, 10);
  REQUIRE(rows.size() == 10);
  CHECK(rows[0].integer("cursor").value() == 257);
  CHECK(rows[0].text("text").value() == "256");
  CHECK(rows[0].text("author_handle").value() == "ana");
  CHECK(rows[0].bytes("author_org").value() == ana().org.bytes());
  CHECK(rows[0].time("at").value() == wall_from_ms(1234));
  CHECK(history.read(here, 300, 10).empty());
  CHECK(history.read(here, -1, 2).size() == 2);
}

TEST_CASE("cursors go on after a restart") {
  tests::MemoryStore store;
  Outbox outbox;
  History{store}.add(text(here, "one"), ana(), outbox);
  commit(store, outbox);
  CHECK(History{store}.add(text(here, "two"), ana(), outbox) == 2);
  CHECK(History{store}.add(text(there, "first"), ana(), outbox) == 1);
}

TEST_CASE("a file's message tells what its chunks name, beside texts") {
  tests::MemoryStore store;
  History history{store};
  Outbox outbox;
  const FileChunk chunk{FileId{std::array<std::uint8_t, 32>{9}}, "minutes.pdf", 70'000, 1, Bytes{}};
  history.add(text(here, "look"), ana(), outbox);
  CHECK(history.add_file(text(here, ""), ana(), chunk, outbox) == 2);
  commit(store, outbox);
  const auto rows = history.read(here, 0, 10);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].kind() == "message");
  CHECK(rows[1].kind() == "file");
  CHECK(rows[1].bytes("file").value() == chunk.file.bytes());
  CHECK(rows[1].text("file_name").value() == "minutes.pdf");
  CHECK(rows[1].integer("size").value() == 70'000);
  CHECK(rows[1].text("author_handle").value() == "ana");
  CHECK_FALSE(rows[1].has("text"));
}

}  // namespace tocsin::channel
