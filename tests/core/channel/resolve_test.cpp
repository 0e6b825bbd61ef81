// Waiting, trying again, and a crash at every commit point (K24).
#include <algorithm>
#include <set>

#include "core/channel/channels.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_world.h"

namespace tocsin::channel {
namespace {

using tests::ChannelPeer;
using tests::Founded;

struct Said {
  std::multiset<std::string> assembly;
  std::multiset<std::string> plumbers;
};

// Says it again until it is committed, as a person does who saw no confirmation.
void say(ChannelPeer& peer,
         const ChannelId& channel,
         const std::string& text,
         std::multiset<std::string>& sent) {
  for (int tries = 0; tries < 3; ++tries) {
    if (peer.send(channel, text)) {
      sent.insert(text);
      return;
    }
  }
}

// The story of one newcomer and one removal, with talk in between. Every step can be repeated.
Said story(Founded& world, ChannelPeer& eli) {
  Said sent;
  const Invite invite = tests::invite_by(world, world.bo);
  tests::accept(world, eli, invite);
  world.net.deliver();
  tests::admit(world, world.bo, tests::words_of(eli));
  const StatementId added = world.net.fact(false, eli.member(world.plumbers, false));
  world.bo.learn(added);
  world.bo.learn(added);
  world.net.deliver();
  world.net.sync();
  say(world.ana, world.plumbers_channel, "ana", sent.plumbers);
  say(world.bo, world.plumbers_channel, "bo", sent.plumbers);
  world.net.deliver();
  say(eli, world.plumbers_channel, "eli", sent.plumbers);
  const StatementId removed = world.net.fact(true, world.dee.member(world.choir, true));
  world.chi.learn(removed);
  world.chi.learn(removed);
  say(world.chi, world.assembly, "chi", sent.assembly);
  world.net.deliver();
  say(world.bo, world.assembly, "bo again", sent.assembly);
  world.net.deliver();
  world.net.sync();
  return sent;
}

bool holds_all(const ChannelPeer& peer,
               const ChannelId& channel,
               const std::multiset<std::string>& sent) {
  const auto texts = peer.texts(channel);
  const std::multiset<std::string> read{texts.begin(), texts.end()};
  return std::ranges::includes(read, sent);
}

// A person may say a thing twice who saw no confirmation; a record is read once.
bool reads_each_once(ChannelPeer& peer, const ChannelId& channel) {
  std::set<Bytes> records;
  const auto rows = peer.channels().read(channel, 0, 1000);
  for (const Row& row : rows) records.insert(row.bytes("record").value());
  return records.size() == rows.size();
}

void check_nonces(const std::vector<Envelope>& all) {
  std::map<std::array<std::uint8_t, 24>, EnvelopeId> nonces;
  for (const Envelope& envelope : all) {
    const auto [known, is_new] = nonces.emplace(envelope.nonce(), envelope.id());
    CHECK((is_new || known->second == envelope.id()));
  }
}

}  // namespace

TEST_CASE("K24 a crash at any commit of anybody loses nothing and uses no nonce twice") {
  // How many batches each goes through without a crash.
  std::vector<std::size_t> batches;
  {
    Founded world;
    ChannelPeer& eli = world.net.add("eli");
    std::vector<std::size_t> before;
    for (const auto& peer : world.net.peers) before.push_back(peer->batches);
    story(world, eli);
    for (std::size_t at = 0; at < before.size(); ++at)
      batches.push_back(world.net.peers[at]->batches - before[at]);
  }
  const std::vector<std::size_t> whom{0, 1, 2, 4};  // ana, the steward bo, chi, the newcomer eli
  for (const std::size_t who : whom) {
    for (const bool is_committed : {false, true}) {
      // Those that write: most of the others only open what they cannot read.
      for (std::size_t at = 0; at < batches[who]; at += 1 + batches[who] / 24) {
        INFO("peer " << who << " batch " << at << (is_committed ? " committed" : " lost"));
        Founded world;
        ChannelPeer& eli = world.net.add("eli");
        world.net.peers[who]->crash_after(at, is_committed);
        const Said sent = story(world, eli);
        for (ChannelPeer* peer : {&world.ana, &world.bo, &world.chi})
          CHECK(holds_all(*peer, world.assembly, sent.assembly));
        for (ChannelPeer* peer : {&world.ana, &world.bo})
          CHECK(holds_all(*peer, world.plumbers_channel, sent.plumbers));
        for (const auto& peer : world.net.peers) {
          CHECK(reads_each_once(*peer, world.assembly));
          CHECK(reads_each_once(*peer, world.plumbers_channel));
        }
        CHECK(world.dee.texts(world.assembly).empty());
        check_nonces(world.net.all);
      }
    }
  }
}

TEST_CASE("everybody restarts at once and goes on where they were") {
  Founded world;
  REQUIRE(world.ana.send(world.assembly, "before"));
  world.net.deliver();
  for (const auto& peer : world.net.peers) peer->restart();
  world.net.deliver();
  REQUIRE(world.dee.send(world.assembly, "after"));
  REQUIRE(world.bo.send(world.plumbers_channel, "also"));
  world.net.deliver();
  for (const auto& peer : world.net.peers)
    CHECK(peer->texts(world.assembly) == std::vector<std::string>{"before", "after"});
  CHECK(world.ana.texts(world.plumbers_channel).size() == 1);
}

TEST_CASE("an epoch whose view is not known waits and is taken when the statements come") {
  Founded world;
  world.bo.learn(world.net.fact(true, world.dee.member(world.choir, true)));
  REQUIRE(world.bo.send(world.assembly, "without dee"));
  // The last envelope comes first, the first one last.
  std::ranges::reverse(world.net.under_way);
  world.net.deliver();
  CHECK(world.chi.texts(world.assembly).size() == 1);
  CHECK(world.chi.channels().refused() == 0);
}

TEST_CASE("what waits survives a restart") {
  Founded world;
  world.bo.learn(world.net.fact(true, world.dee.member(world.choir, true)));
  REQUIRE(world.bo.send(world.assembly, "without dee"));
  std::deque<std::pair<ChannelPeer*, Envelope>> held_back;
  std::swap(held_back, world.net.under_way);
  // All but the first, which brings the statement.
  std::vector<Envelope> to_chi;
  for (const auto& [peer, envelope] : held_back) {
    if (peer == &world.chi) to_chi.push_back(envelope);
  }
  REQUIRE(to_chi.size() == 4);  // statement, announcement, slots, text
  for (std::size_t at = 1; at < to_chi.size(); ++at) world.chi.receive(to_chi[at]);
  CHECK(world.chi.texts(world.assembly).empty());
  world.chi.restart();
  world.chi.receive(to_chi[0]);
  CHECK(world.chi.texts(world.assembly).size() == 1);
}

}  // namespace tocsin::channel
