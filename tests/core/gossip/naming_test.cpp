#include <map>

#include "core/crypto/short_hash.h"
#include "core/model/limits/gossip.h"
#include "tests/core/gossip/mesh.h"
#include "tests/support/catch.hpp"

namespace tocsin::gossip {

TEST_CASE("who sends above its budget is slowed and nothing is lost") {
  Mesh mesh{10, 2};
  std::vector<EnvelopeId> ids;
  for (int i = 0; i < 800; ++i) ids.push_back(mesh.net.publish(3, false, 0));
  const auto arrived = [&] {
    return std::ranges::count_if(ids, [&](const EnvelopeId& id) { return mesh.net.has(4, id); });
  };
  mesh.net.run_for(Seconds{2});
  CHECK(arrived() < 800);
  const auto call = mesh.net.publish(3, true);
  mesh.net.run_for(Seconds{1});
  CHECK(mesh.net.has(4, call));  // a call does not wait behind them
  mesh.net.run_for(Seconds{120});
  CHECK(arrived() == 800);
  CHECK(mesh.net.links_of(3) == 3);
}

TEST_CASE("a text does not wait behind the chunks of a file, and none of these is lost") {
  Mesh mesh{12, 2};
  std::vector<EnvelopeId> chunks;
  for (int i = 0; i < 160; ++i) chunks.push_back(mesh.net.publish(3, false, 7));
  const auto arrived = [&] {
    return std::ranges::count_if(chunks, [&](const EnvelopeId& id) { return mesh.net.has(4, id); });
  };
  mesh.net.run_for(Seconds{5});
  const auto text = mesh.net.publish(3, false, 0);
  mesh.net.run_for(Seconds{10});
  CHECK(arrived() < 160);
  CHECK(mesh.net.has(4, text));
  mesh.net.run_for(Seconds{300});
  CHECK(arrived() == 160);
}

TEST_CASE("announcing or pushing means durably stored here", "[P13]") {
  Mesh mesh{11, 4};
  std::map<NodeIndex, std::array<std::uint8_t, 16>> id_keys;
  std::size_t named = 0;
  std::size_t lies = 0;
  mesh.net.on_frame = [&](NodeIndex from, NodeIndex to, Frame& frame) {
    if (const Hello* hello = std::get_if<Hello>(&frame)) id_keys[from] = hello->id_key;
    const auto stored = mesh.net.store(from).snapshot().envelopes;
    if (const Push* push = std::get_if<Push>(&frame)) {
      ++named;
      const auto id = Envelope::from(push->envelope).value().id();
      lies += std::ranges::find(stored, id, &StoredEnvelope::id) == stored.end() ? 1 : 0;
    }
    if (const Have* have = std::get_if<Have>(&frame)) {
      for (const ShortId wanted : have->ids) {
        ++named;
        lies += std::ranges::none_of(stored,
                                     [&](const StoredEnvelope& one) {
                                       return crypto::short_hash(id_keys.at(to), one.id.view()) ==
                                              wanted;
                                     })
                    ? 1
                    : 0;
      }
    }
    return true;
  };
  for (NodeIndex i = 0; i < mesh.net.size(); ++i) mesh.net.drop_links(i);
  mesh.net.run_for(Seconds{20});  // all say HELLO again
  for (int round = 0; round < 10; ++round) {
    mesh.net.publish(3 + static_cast<NodeIndex>(round) % 4, round % 2 == 0);
    mesh.net.run_for(Millis{40});
    // Killed at any moment, with what it named on its way.
    const NodeIndex victim = static_cast<NodeIndex>(round) % mesh.net.size();
    mesh.net.crash(victim);
    mesh.net.restart(victim);
    mesh.net.run_for(Seconds{5});
  }
  CHECK(named > 100);
  CHECK(lies == 0);
}

TEST_CASE("what a full queue did not take waits, is sent a little later, and once") {
  GossipNet net{71};
  net.add_relay("choir");
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  net.take_heard(link);
  const Envelope envelope = tests::make_envelope(net.options(2), net.random());
  Outbox outbox;
  gossip::Out out = net.at(0).import(envelope, net.now(), outbox);
  REQUIRE(net.store(0).stage(outbox.take().writes));
  REQUIRE(out.frames.size() == 1);
  net.at(0).not_sent(out.frames[0], net.now());
  const bool is_named_meanwhile = GENERATE(true, false);
  if (is_named_meanwhile) net.say(0, link, Push{std::nullopt, to_bytes(envelope.bytes())});
  net.take_heard(link);
  net.run_for(Seconds{2});
  std::size_t pushed = 0;
  for (const Frame& frame : net.take_heard(link))
    pushed += std::holds_alternative<Push>(frame) ? 1 : 0;
  CHECK(pushed == (is_named_meanwhile ? 0U : 1U));
}

TEST_CASE("receipts for normal envelopes share a frame, one for a call leaves at once") {
  GossipNet net{72};
  net.add_relay("choir");
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  net.take_heard(link);
  for (int i = 0; i < 5; ++i) {
    const Envelope envelope = tests::make_envelope(net.options(0), net.random());
    net.say(0, link, Push{std::nullopt, to_bytes(envelope.bytes())});
  }
  CHECK(net.take_heard(link).empty());
  net.run_for(Millis{25});
  const auto heard = net.take_heard(link);
  REQUIRE(heard.size() == 1);
  CHECK(std::get<Have>(heard[0]).kind == HaveKind::stored);
  CHECK(std::get<Have>(heard[0]).ids.size() == 5);

  const Envelope call = tests::make_envelope(net.options(0), net.random());
  net.say(0, link, Push{tests::make_stamp(net.coalition(), call.id()), to_bytes(call.bytes())});
  CHECK(net.take_heard(link) ==
        std::vector<Frame>{
            Have{HaveKind::call,
                 {crypto::short_hash(std::array<std::uint8_t, 16>{1}, call.id().view())}}});
}

TEST_CASE("an id we announced is answered for a minute, under the key of who asks") {
  GossipNet net{73};
  net.add_relay("choir");
  net.list_everybody();
  // A call above four KiB is announced and pulled.
  const Envelope call = tests::make_envelope(net.options(5), net.random());
  const LinkId link = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  const LinkId author = net.open_stranger(0, PeerRole::member, std::nullopt);
  net.take_heard(link);
  net.say(0, author, Push{tests::make_stamp(net.coalition(), call.id()), to_bytes(call.bytes())});
  const auto heard = net.take_heard(link);
  REQUIRE(heard.size() == 1);
  const Have named = std::get<Have>(heard[0]);
  CHECK(named.kind == HaveKind::call);
  SECTION("at once") {
    net.say(0, link, Want{0, named.ids});
    const auto answer = net.take_heard(link);
    REQUIRE(answer.size() == 1);
    CHECK(std::get<Push>(answer[0]).envelope == to_bytes(call.bytes()));
    CHECK(std::get<Push>(answer[0]).stamp.has_value());
  }
  SECTION("and no longer") {
    net.run_for(limits::offer_life + Seconds{1});
    // Forgotten with the next thing that is announced.
    const Envelope next = tests::make_envelope(net.options(5), net.random());
    net.say(0, author, Push{tests::make_stamp(net.coalition(), next.id()), to_bytes(next.bytes())});
    net.take_heard(link);
    net.say(0, link, Want{0, named.ids});
    CHECK(net.take_heard(link) == std::vector<Frame>{Gone{named.ids}});
  }
}

}  // namespace tocsin::gossip
