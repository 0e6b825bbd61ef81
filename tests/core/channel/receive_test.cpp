// What a machine refuses, and that a refusal changes nothing but a counter (K8, K23).
#include <algorithm>

#include "core/channel/channels.h"
#include "core/channel/envelope.h"
#include "core/wire/record_codec.h"
#include "tests/core/channel/changed.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

// What the machine wants written after this envelope, and nothing else of the store.
std::size_t writes_of(ChannelPeer& peer, const Envelope& envelope, Now now) {
  Outbox outbox;
  peer.channels().open(envelope, now, outbox);
  return outbox.take().writes.size();
}

}  // namespace

TEST_CASE("K8 a spoilt envelope changes nothing but a counter") {
  Founded world;
  REQUIRE(world.ana.send(world.assembly, "mind the gap"));
  const Envelope envelope = world.net.all.back();
  world.net.under_way.clear();
  std::uint64_t refused = 0;
  // Route and admission are of the whole mesh; these three are what only a channel can see.
  for (const std::size_t at :
       {envelope_layout::asig + 3, envelope_layout::header + 1, envelope_layout::body + 1}) {
    CHECK(writes_of(world.bo, changed(envelope, at), world.net.now) == 0);
    CHECK(world.bo.channels().refused() == ++refused);
  }
  CHECK(world.bo.texts(world.assembly).empty());
  world.bo.receive(envelope);
  CHECK(world.bo.texts(world.assembly).size() == 1);
}

TEST_CASE("an envelope a second time is nothing new") {
  Founded world;
  REQUIRE(world.ana.send(world.assembly, "once"));
  const Envelope envelope = world.net.all.back();
  world.net.deliver();
  CHECK(writes_of(world.bo, envelope, world.net.now) == 0);
  CHECK(world.bo.channels().refused() == 0);
  CHECK(writes_of(world.ana, envelope, world.net.now) == 0);
  CHECK(world.bo.texts(world.assembly).size() == 1);
}

TEST_CASE("envelopes of unknown routes are of no use and of no harm") {
  Founded world;
  const Founded other{2};
  for (const Envelope& envelope : other.net.all)
    CHECK(writes_of(world.bo, envelope, world.net.now) == 0);
}

TEST_CASE("a member may not post what only delegates may") {
  Founded world;
  ChannelPeer& eli = world.net.add("eli");
  tests::join(world, world.bo, eli, world.plumbers);
  const auto refusal = [&](RecordType type, Bytes body) {
    Outbox outbox;
    const auto sent = eli.channels().send(
        world.plumbers_channel, type, std::move(body), false, world.net.now, outbox);
    REQUIRE_FALSE(sent);
    return sent.error().code;
  };
  const StampKeyRecord stamp{1, StampKey{std::array<std::uint8_t, 32>{1}}};
  CHECK(refusal(RecordType::stamp_key, wire::encode(stamp)) == "E_NOT_ALLOWED");
  CHECK(refusal(RecordType::list_row, Bytes{1}) == "E_NOT_ALLOWED");
  const ListExport ask{ExportStep::ask, RecordId::zero(), "", 12};
  CHECK(refusal(RecordType::list_export, wire::encode(ask)) == "E_NOT_ALLOWED");
  // A proposal: suite, mode, type 5.
  CHECK(refusal(RecordType::statement, Bytes{1, 1, 5}) == "E_NOT_ALLOWED");
  CHECK(refusal(RecordType::text, Bytes(20'000, 'a')) == "E_SIZE");
  CHECK(refusal(RecordType::text, Bytes{0xFF, 0xFE}) == "E_SIZE");
}

TEST_CASE("records of one author are read in any order across a restart") {
  Founded world;
  std::vector<Envelope> sent;
  for (int at = 0; at < 8; ++at) {
    REQUIRE(world.ana.send(world.assembly, std::to_string(at)));
    sent.push_back(world.net.all.back());
  }
  world.net.under_way.clear();
  for (const std::size_t at : {7U, 3U, 5U, 0U}) world.bo.receive(sent[at]);
  world.bo.restart();
  for (const std::size_t at : {1U, 6U, 4U, 2U, 5U, 0U}) world.bo.receive(sent[at]);
  CHECK(world.bo.texts(world.assembly) ==
        std::vector<std::string>{"7", "3", "5", "0", "1", "6", "4", "2"});
}

}  // namespace tocsin::channel
