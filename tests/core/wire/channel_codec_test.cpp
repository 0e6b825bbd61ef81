#include "core/wire/channel_codec.h"

#include <functional>
#include <utility>

#include "core/model/limits/channel.h"
#include "tests/core/wire/strict.h"
#include "tests/support/catch.hpp"

namespace tocsin::wire {
namespace {

const DeviceId author{std::array<std::uint8_t, 32>{1}};

EpochAnnouncement epoch() {
  EpochAnnouncement out;
  out.core.channel = ChannelId{filled<32>(2)};
  out.core.author = author;
  out.core.nonce = filled<16>(3);
  out.core.parent = EpochId{filled<32>(4)};
  out.core.members = 7;
  out.core.roster = filled<32>(5);
  out.core.epk = filled<32>(6);
  out.core.created_day = 20'780;
  out.seed_chunks = {filled<32>(7), filled<32>(8)};
  out.join_chunks = {filled<32>(9)};
  out.confirm = filled<32>(10);
  return out;
}

}  // namespace

TEST_CASE("key statements come back as they were and in no other encoding") {
  check_strict(DeviceStatement{author, {filled<32>(1), filled<32>(2)}, OrgId::zero(), "ana"});
  check_strict(
      DeviceStatement{author, {filled<32>(1), filled<32>(2)}, OrgId{filled<32>(3)}, "Bo \xC3\x89"});
  check_strict(KeysStatement{
      author, 0xFFFF, filled<32>(1), filled<32>(2), filled<32>(3), 20'000, StatementId::zero()});
  check_strict(epoch());
  check_strict(JoinStatement{author, Bytes{1}, Bytes{2}, author, MeshTag{filled<16>(4)}});
  check_strict(JoinStatement{author, Bytes{1}, Bytes{2}, author, MeshTag{filled<16>(4)}, true});
  CHECK_FALSE(decode_signed<DeviceStatement>({}));
  CHECK_FALSE(decode_signed<KeysStatement>({}));
  CHECK_FALSE(decode_signed<EpochAnnouncement>({}));
  CHECK_FALSE(decode_signed<JoinStatement>({}));
}

TEST_CASE("zeros spelled out are refused, since absent is their only form") {
  Bytes bytes =
      encode(DeviceStatement{author, {filled<32>(1), filled<32>(2)}, OrgId{filled<32>(3)}, "ana"});
  std::ranges::replace(bytes, std::uint8_t{3}, std::uint8_t{0});
  CHECK_FALSE(decode_signed<DeviceStatement>(bytes));
}

TEST_CASE("names, generations and members have their limits") {
  CHECK_FALSE(decode_signed<DeviceStatement>(
      encode(DeviceStatement{author, {}, OrgId::zero(), std::string(41, 'a')})));
  CHECK_FALSE(
      decode_signed<DeviceStatement>(encode(DeviceStatement{author, {}, OrgId::zero(), "a\nb"})));
  CHECK_FALSE(decode_signed<KeysStatement>(
      encode(KeysStatement{author, 0, {}, {}, {}, 1, StatementId::zero()})));
  EpochAnnouncement many = epoch();
  many.core.members = limits::members_max + 1;
  CHECK_FALSE(decode_signed<EpochAnnouncement>(encode(many)));
  EpochAnnouncement chunks = epoch();
  chunks.seed_chunks.resize(limits::chunks_max + 1);
  CHECK_FALSE(decode_signed<EpochAnnouncement>(encode(chunks)));
  CHECK_FALSE(decode_signed<JoinStatement>(
      encode(JoinStatement{author, {}, Bytes{2}, author, MeshTag{filled<16>(4)}})));
}

TEST_CASE("a channel's parts have one order, one per org, and each selects somebody") {
  const OrgId one{filled<32>(1)};
  const OrgId two{filled<32>(2)};
  const DeviceId first{filled<32>(3)};
  const DeviceId second{filled<32>(4)};
  const ChannelDefinition good{author,
                               "tours",
                               {{one, true, false, {}}, {two, false, true, {first, second}}},
                               wall_from_ms(1'800'000'000'000)};
  check_strict(good);
  const auto taken = [&](const std::function<void(ChannelDefinition&)>& change) {
    return is_taken<ChannelDefinition>(good, change);
  };
  CHECK_FALSE(taken([](auto& it) { it.name = "Tours"; }));
  CHECK_FALSE(taken([](auto& it) { it.parts.clear(); }));
  CHECK_FALSE(taken([](auto& it) { std::swap(it.parts[0], it.parts[1]); }));
  CHECK_FALSE(taken([](auto& it) { it.parts[1].org = it.parts[0].org; }));
  CHECK_FALSE(taken([](auto& it) { it.parts[0].has_delegates = false; }));
  CHECK_FALSE(taken([](auto& it) { std::swap(it.parts[1].devices[0], it.parts[1].devices[1]); }));
  CHECK_FALSE(taken([](auto& it) { it.parts[1].devices[1] = it.parts[1].devices[0]; }));
}

}  // namespace tocsin::wire
