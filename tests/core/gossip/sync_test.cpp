#include "core/gossip/sync.h"

#include <algorithm>

#include "core/model/limits/gossip.h"
#include "core/model/limits/link.h"
#include "tests/core/gossip/numbered.h"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_net.h"

namespace tocsin::gossip {
namespace {

using tests::GossipNet;

SyncDay day(std::uint16_t number, std::uint32_t count, std::uint8_t digest) {
  return SyncDay{number, count, {digest}};
}

template <class T>
std::vector<T> of_kind(const std::vector<Frame>& frames) {
  std::vector<T> out;
  for (const Frame& frame : frames) {
    if (const T* one = std::get_if<T>(&frame)) out.push_back(*one);
  }
  return out;
}

// A relay with `count` envelopes and a stranger who asks.
struct Served {
  explicit Served(std::size_t count) : net{41} {
    net.add_relay("choir");
    net.list_everybody();
    for (std::size_t i = 0; i < count; ++i) {
      Outbox outbox;
      net.at(0).import(tests::make_envelope(net.options(0), net.random()), net.now(), outbox);
    }
    link = net.open_stranger(0, PeerRole::member, std::nullopt);
    net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
    net.take_heard(link);
  }

  std::vector<Frame> say(Frame frame) {
    net.say(0, link, std::move(frame));
    return net.take_heard(link);
  }

  GossipNet net;
  LinkId link{};
};

}  // namespace

TEST_CASE("days that differ are listed, days only we have are offered without asking") {
  const auto found = unequal_days({day(1, 1, 1), day(2, 5, 2), day(4, 1, 4)},
                                  {day(2, 5, 9), day(3, 7, 3), day(4, 1, 4), day(6, 1, 6)});
  REQUIRE(found.has_value());
  using Days = std::vector<std::pair<std::uint16_t, std::uint32_t>>;
  CHECK(found->to_list == Days{{2, 5}, {3, 7}, {6, 1}});
  CHECK(found->only_mine == std::vector<std::uint16_t>{1});
  const auto last = unequal_days({day(65535, 1, 1)}, {});
  CHECK(last->only_mine == std::vector<std::uint16_t>{65535});
}

TEST_CASE("days out of order, twice or empty are no honest node's") {
  CHECK(!unequal_days({}, {day(2, 1, 1), day(1, 1, 1)}));
  CHECK(!unequal_days({}, {day(2, 1, 1), day(2, 1, 1)}));
  CHECK(!unequal_days({}, {day(2, 0, 1)}));
}

TEST_CASE("the difference of two sets, under the responder's key") {
  const IdKey key{5};
  std::vector<ShortId> listed{
      short_id(key, numbered_id(1)), short_id(key, numbered_id(2)), short_id(key, numbered_id(3))};
  std::ranges::sort(listed);
  // 3 is held but expired here: neither fetched again nor offered. 5 likewise.
  const Difference found = difference(listed,
                                      {{numbered_id(2), true},
                                       {numbered_id(3), false},
                                       {numbered_id(4), true},
                                       {numbered_id(5), false}},
                                      key);
  CHECK(found.theirs == std::vector{short_id(key, numbered_id(1))});
  CHECK(found.mine == std::vector{numbered_id(4)});
}

TEST_CASE("equal sets cost one frame each way") {
  Served served{0};
  const Digest nothing;
  const auto heard = served.say(SyncOpen{9, 0, nothing.total()});
  CHECK(heard == std::vector<Frame>{SyncEnd{9, SyncStatus::equal}});
}

TEST_CASE("a list is served frame by frame, as far as its asker asks") {
  Served served{5'000};
  const auto days = of_kind<SyncDays>(served.say(SyncOpen{9, 0, {}}));
  REQUIRE(days.size() == 1);
  std::vector<ShortId> all;
  for (const SyncDay& one : days[0].days) {
    for (bool is_last = false; !is_last;) {
      const std::size_t before = all.size();
      const auto lists = of_kind<SyncList>(
          served.say(SyncGet{9, one.day, 0, static_cast<std::uint32_t>(all.size()), 1}));
      REQUIRE(lists.size() == 1);
      CHECK(lists[0].ids.size() <= limits::ids_per_list_max);
      all.insert(all.end(), lists[0].ids.begin(), lists[0].ids.end());
      is_last = lists[0].is_last;
      CHECK((is_last || all.size() > before));
    }
  }
  CHECK(all.size() == limits::route_envelopes_max);  // one route: no more were taken
  CHECK(std::ranges::is_sorted(all));
}

TEST_CASE("who asks for lists without end is told to come back") {
  Served served{300};
  const auto days = of_kind<SyncDays>(served.say(SyncOpen{9, 0, {}}));
  REQUIRE(days.size() == 1);
  std::size_t ids = 0;
  bool is_refused = false;
  for (int i = 0; i < 100'000 && !is_refused; ++i) {
    const auto heard = served.say(SyncGet{9, days[0].days[0].day, 0, 0, 1});
    for (const SyncList& list : of_kind<SyncList>(heard)) ids += list.ids.size();
    is_refused = !of_kind<SyncEnd>(heard).empty();
  }
  CHECK(is_refused);
  CHECK(ids <= 2 * 300 + limits::ids_per_list_max);
  CHECK(served.say(SyncGet{9, days[0].days[0].day, 0, 0, 1}).empty());
}

TEST_CASE("who opens sessions too often is told that we are busy") {
  Served served{1};
  std::size_t answered = 0;
  for (std::uint32_t sid = 0; sid < 10; ++sid) {
    const auto heard = served.say(SyncOpen{sid, 0, {}});
    answered += of_kind<SyncDays>(heard).size();
  }
  CHECK(answered == limits::link_sync_opens.burst);
  served.net.run_for(Seconds{10});
  CHECK(of_kind<SyncDays>(served.say(SyncOpen{77, 0, {}})).size() == 1);
}

TEST_CASE("frames of no session of ours change nothing") {
  Served served{1};
  CHECK(served.say(SyncDays{1, {day(1, 1, 1)}}).empty());
  CHECK(served.say(SyncList{1, 1, true, {1}}).empty());
  CHECK(served.say(SyncGet{1, 1, 0, 0, 1}).empty());
  CHECK(served.say(SyncEnd{1, SyncStatus::equal}).empty());
  CHECK(served.net.synced(0) == 0);
}

TEST_CASE("a session whose other end falls silent is given up and opened again") {
  GossipNet net{42};
  net.add_node();
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::relay, std::nullopt);
  // The stranger dialled, so it is the node that waits; let the node be the dialler instead.
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  net.run_for(Seconds{60});
  CHECK(of_kind<SyncOpen>(net.take_heard(link)).empty());

  const LinkId dialled = net.open_stranger(0, PeerRole::relay, std::nullopt, false, true);
  net.say(0, dialled, Hello{1, 0, {1}, 1, 1, 0});
  auto opened = of_kind<SyncOpen>(net.take_heard(dialled));
  REQUIRE(opened.size() == 1);
  net.say(0, dialled, SyncDays{opened[0].sid, {day(20'000, 3, 1)}});
  CHECK(of_kind<SyncGet>(net.take_heard(dialled)).size() == 1);
  net.run_for(Seconds{9});
  CHECK(of_kind<SyncOpen>(net.take_heard(dialled)).empty());
  net.run_for(Seconds{25});
  opened = of_kind<SyncOpen>(net.take_heard(dialled));
  REQUIRE(opened.size() == 1);
  net.say(0, dialled, SyncEnd{opened[0].sid, SyncStatus::busy});
  net.run_for(Seconds{25});
  opened = of_kind<SyncOpen>(net.take_heard(dialled));
  REQUIRE(!opened.empty());
  net.say(0, dialled, SyncEnd{opened.back().sid, SyncStatus::equal});
  CHECK(net.synced(0) == 1);
  net.run_for(Seconds{150});
  CHECK(
      of_kind<SyncOpen>(net.take_heard(dialled)).empty());  // five minutes, give or take a quarter
  net.run_for(Seconds{250});
  CHECK(!of_kind<SyncOpen>(net.take_heard(dialled)).empty());
}

TEST_CASE("a list that does not ascend closes the link") {
  GossipNet net{43};
  net.add_node();
  net.list_everybody();
  const LinkId link = net.open_stranger(0, PeerRole::relay, std::nullopt, false, true);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  const auto opened = of_kind<SyncOpen>(net.take_heard(link));
  REQUIRE(opened.size() == 1);
  net.say(0, link, SyncDays{opened[0].sid, {day(20'000, 3, 1)}});
  net.take_heard(link);
  net.say(0, link, SyncList{opened[0].sid, 20'000, false, {5, 5}});
  CHECK(of_kind<Bye>(net.take_heard(link)).size() == 1);
}

TEST_CASE("an equal digest is a receipt for what was in it, not for what was said since") {
  GossipNet net{44};
  net.add_node();
  net.list_everybody();
  const EnvelopeId before = net.publish(0);
  net.run_for(Seconds{10});
  const LinkId link = net.open_stranger(0, PeerRole::relay, std::nullopt, false, true);
  net.say(0, link, Hello{1, 0, {1}, 1, 1, 0});
  const auto opened = of_kind<SyncOpen>(net.take_heard(link));
  REQUIRE(opened.size() == 1);
  CHECK(opened[0].count == 1);
  const EnvelopeId since = net.publish(0);
  net.say(0, link, SyncEnd{opened[0].sid, SyncStatus::equal});
  CHECK(net.at(0).progress(before)->receipts == 1);
  CHECK(net.at(0).progress(since)->receipts == 0);
}

}  // namespace tocsin::gossip
