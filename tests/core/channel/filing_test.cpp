#include "core/channel/filing.h"

#include <algorithm>

#include "core/wire/record_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

const Bytes whole_file = [] {
  Bytes bytes(2 * file_chunk_bytes + 100);
  for (std::size_t at = 0; at < bytes.size(); ++at) bytes[at] = static_cast<std::uint8_t>(at * 7);
  return bytes;
}();

FileChunk chunk_of(std::uint32_t index, const std::string& name = "minutes.pdf") {
  const ByteView data =
      ByteView{whole_file}.subspan(index * file_chunk_bytes, chunk_bytes(whole_file.size(), index));
  return FileChunk{file_id(name, whole_file), name, whole_file.size(), index, to_bytes(data)};
}

// The code of a refusal; empty: it was sent, or had been before.
std::string send(Founded& world,
                 ChannelPeer& from,
                 const FileChunk& chunk,
                 std::optional<ChannelId> channel = std::nullopt,
                 Filing::Which which = Filing::Which::missing) {
  std::string code;
  from.run([&](Channels& channels, Outbox& outbox) {
    auto sent = Filing{channels}.send(
        channel.value_or(world.assembly), chunk, which, world.net.now, outbox);
    if (sent) return *std::move(sent);
    code = sent.error().code;
    return Out{};
  });
  return code;
}

std::vector<Row> files_at(ChannelPeer& peer, const ChannelId& channel) {
  auto rows = peer.channels().read(channel, 0, 100);
  std::erase_if(rows, [](const Row& row) { return row.kind() != "file"; });
  return rows;
}

std::ptrdiff_t told_of(const ChannelPeer& peer, std::string_view event) {
  return std::ranges::count_if(peer.events,
                               [&](const Row& row) { return row.text("event") == event; });
}

std::string unsaved(ChannelPeer& peer, const ChannelId& channel, std::uint64_t cursor) {
  const auto chunk = Filing{peer.channels()}.chunk(channel, cursor, 0);
  return chunk ? "" : chunk.error().code;
}

}  // namespace

TEST_CASE("a file comes whole to every member, in whatever order, one message for it") {
  Founded world;
  for (std::uint32_t index = 0; index < 3; ++index)
    REQUIRE(send(world, world.ana, chunk_of(index)).empty());
  world.net.deliver(true);
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi, &world.dee}) {
    const auto rows = files_at(*peer, world.assembly);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].text("state") == "complete");
    CHECK(rows[0].text("file_name") == "minutes.pdf");
    CHECK(rows[0].integer("size") == static_cast<std::int64_t>(whole_file.size()));
    CHECK(rows[0].integer("have") == 3);
    CHECK(rows[0].text("author_handle") == "ana");
    CHECK(told_of(*peer, "file.new") == 1);
    CHECK(told_of(*peer, "file.complete") == 1);
    Bytes read;
    const auto cursor = static_cast<std::uint64_t>(rows[0].integer("cursor").value());
    for (std::uint32_t index = 0; index < 3; ++index) {
      const auto row = Filing{peer->channels()}.chunk(world.assembly, cursor, index);
      REQUIRE(row);
      const Bytes data = row->bytes("data").value();
      read.insert(read.end(), data.begin(), data.end());
    }
    CHECK(read == whole_file);
    CHECK_FALSE(Filing{peer->channels()}.chunk(world.assembly, cursor, 3));
  }
}

TEST_CASE("a chunk that was sent is not sent again, also after a crash") {
  Founded world;
  REQUIRE(send(world, world.ana, chunk_of(1)).empty());
  const EnvelopeId sealed = world.net.all.back().id();
  world.ana.restart();
  const std::size_t envelopes = world.net.all.size();
  REQUIRE(send(world, world.ana, chunk_of(1)).empty());
  CHECK(world.net.all.size() == envelopes);
  const FileId id = chunk_of(0).file;
  CHECK(Filing{world.ana.channels()}.own(world.assembly, id).bytes("bits") == Bytes{2});
  CHECK(Filing{world.ana.channels()}.envelopes(world.assembly, id) ==
        std::vector<EnvelopeId>{sealed});
  CHECK_FALSE(Filing{world.ana.channels()}.own(world.plumbers_channel, id).has("bits"));
  REQUIRE(send(world, world.ana, chunk_of(1), world.plumbers_channel).empty());
  CHECK(world.net.all.size() == envelopes + 1);
}

TEST_CASE("sent again a file reaches who came in later, and is no second one to the others") {
  Founded world;
  for (std::uint32_t index = 0; index < 3; ++index)
    REQUIRE(send(world, world.bo, chunk_of(index), world.plumbers_channel).empty());
  world.net.deliver();
  ChannelPeer& eli = world.net.add("eli");
  tests::join(world, world.bo, eli, world.plumbers);
  CHECK(files_at(eli, world.plumbers_channel).empty());
  for (const auto which : {Filing::Which::missing, Filing::Which::again}) {
    CHECK(files_at(eli, world.plumbers_channel).empty());
    for (std::uint32_t index = 0; index < 3; ++index)
      REQUIRE(send(world, world.bo, chunk_of(index), world.plumbers_channel, which).empty());
    world.net.deliver();
  }
  REQUIRE(files_at(eli, world.plumbers_channel).size() == 1);
  CHECK(files_at(eli, world.plumbers_channel)[0].text("state") == "complete");
  CHECK(files_at(world.ana, world.plumbers_channel).size() == 1);
  CHECK(told_of(world.ana, "file.complete") == 1);
}

TEST_CASE("what has come is here after a crash, and says how much is missing") {
  Founded world;
  REQUIRE(send(world, world.ana, chunk_of(2)).empty());
  world.net.deliver();
  world.bo.restart();
  const auto rows = files_at(world.bo, world.assembly);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].text("state") == "coming");
  CHECK(rows[0].integer("have") == 1);
  CHECK(rows[0].integer("chunks") == 3);
  const auto cursor = static_cast<std::uint64_t>(rows[0].integer("cursor").value());
  const auto chunk = Filing{world.bo.channels()}.chunk(world.assembly, cursor, 2);
  REQUIRE_FALSE(chunk);
  CHECK(chunk.error().exit == Exit::later);
  CHECK(chunk.error().reason == "2 of its 3 parts have not come yet");
}

TEST_CASE("a file of chunks that do not fit is broken, one that names itself twice is refused") {
  Founded world;
  FileChunk wrong = chunk_of(0);
  ++wrong.data[5];
  REQUIRE(send(world, world.ana, wrong).empty());
  FileChunk renamed = chunk_of(1);
  renamed.name = "invoice.pdf";
  REQUIRE(send(world, world.ana, renamed).empty());
  world.net.deliver();
  CHECK(world.bo.channels().refused() == 1);
  for (const std::uint32_t index : {1U, 2U})
    REQUIRE(send(world, world.ana, chunk_of(index)).empty());
  world.net.deliver();
  const auto rows = files_at(world.bo, world.assembly);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].text("state") == "broken");
  CHECK(told_of(world.bo, "file.broken") == 1);
  CHECK(told_of(world.bo, "file.complete") == 0);
  CHECK(unsaved(world.bo, world.assembly, 1) == "E_BROKEN");
}

TEST_CASE("a chunk that is none is not sent, and refused where a liar sends it") {
  Founded world;
  FileChunk path = chunk_of(0);
  path.name = "../minutes.pdf";
  CHECK_FALSE(send(world, world.ana, path).empty());
  FileChunk high = chunk_of(0);
  high.index = 3;
  CHECK_FALSE(send(world, world.ana, high).empty());
  world.ana.run([&](Channels& channels, Outbox& outbox) {
    auto sent = channels.send(
        world.assembly, RecordType::file_chunk, wire::encode(path), false, world.net.now, outbox);
    REQUIRE(sent);
    return std::move(sent->second);
  });
  world.net.deliver();
  CHECK(world.bo.channels().refused() == 1);
  CHECK(files_at(world.bo, world.assembly).empty());
}

TEST_CASE("a file that went is not kept any more, and texts keep their numbers") {
  Founded world;
  REQUIRE(world.ana.send(world.assembly, "before"));
  for (std::uint32_t index = 0; index < 3; ++index)
    REQUIRE(send(world, world.ana, chunk_of(index)).empty());
  REQUIRE(world.ana.send(world.assembly, "after"));
  world.net.deliver();
  CHECK(unsaved(world.bo, world.assembly, 1) == "E_NOT_FOUND");
  CHECK(unsaved(world.bo, world.assembly, 2).empty());
  CHECK(unsaved(world.bo, world.assembly, 9) == "E_NOT_FOUND");
  world.net.pass(std::chrono::hours{24 * 30});
  world.bo.wake();
  const auto rows = files_at(world.bo, world.assembly);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].text("state") == "gone");
  CHECK(rows[0].text("file_name") == "minutes.pdf");
  CHECK(rows[0].integer("cursor") == 2);
  CHECK(unsaved(world.bo, world.assembly, 2) == "E_NOT_FOUND");
  const auto all = world.bo.channels().read(world.assembly, 0, 10);
  REQUIRE(all.size() == 3);
  CHECK(all[0].text("text") == "before");
  CHECK(all[2].text("text") == "after");
}

TEST_CASE("who is excluded gets no chunk that is sent afterwards", "[K1]") {
  Founded world;
  REQUIRE(send(world, world.ana, chunk_of(0)).empty());
  world.net.deliver();
  const StatementId removal = world.net.fact(true, world.dee.member(world.choir, true));
  for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi, &world.dee}) peer->learn(removal);
  world.net.deliver();
  for (const std::uint32_t index : {1U, 2U})
    REQUIRE(send(world, world.ana, chunk_of(index)).empty());
  world.net.deliver();
  CHECK(files_at(world.bo, world.assembly)[0].text("state") == "complete");
  CHECK(files_at(world.dee, world.assembly)[0].integer("have") == 1);
  CHECK(send(world, world.dee, chunk_of(1)) == "E_NOT_MEMBER");
}

}  // namespace tocsin::channel
