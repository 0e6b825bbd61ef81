#include "core/model/epoch.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

EpochAnnouncement epoch() {
  EpochAnnouncement out;
  out.core.channel = ChannelId{std::array<std::uint8_t, 32>{1}};
  out.core.author = DeviceId{std::array<std::uint8_t, 32>{2}};
  out.core.view.charter.ids = {StatementId{std::array<std::uint8_t, 32>{3}}};
  out.core.members = 2;
  return out;
}

}  // namespace

TEST_CASE("a core comes back from its bytes and from no other length") {
  const EpochCore core = epoch().core;
  const Bytes bytes = encode_core(core);
  CHECK(decode_core(bytes).value() == core);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_core(ByteView{bytes}.first(size)));
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(decode_core(longer));
}

TEST_CASE("an unknown suite and a flag that is neither yes nor no are refused") {
  Bytes bytes = encode_core(epoch().core);
  bytes[0] = 2;
  CHECK_FALSE(decode_core(bytes));
  bytes[0] = 1;
  bytes[bytes.size() - 37] = 2;
  CHECK_FALSE(decode_core(bytes));
}

TEST_CASE("an epoch's id names its core, its seed slots and its key, and not its join slots") {
  const EpochAnnouncement plain = epoch();
  EpochAnnouncement other = plain;
  other.core.nonce[0] = 1;
  CHECK(other.c0() != plain.c0());
  CHECK(other.id() != plain.id());
  other = plain;
  other.seed_chunks.push_back(crypto::Hash{});
  CHECK(other.c0() == plain.c0());
  CHECK(other.c1() != plain.c1());
  other = plain;
  other.confirm[0] = 1;
  CHECK(other.c1() == plain.c1());
  CHECK(other.id() != plain.id());
  other = plain;
  other.join_chunks.push_back(crypto::Hash{});
  CHECK(other.id() == plain.id());
}

TEST_CASE("a roster's hash depends on who is in it") {
  const Member ana{DeviceId{std::array<std::uint8_t, 32>{1}}, {}, OrgId::zero(), "ana", true};
  const Member bo{DeviceId{std::array<std::uint8_t, 32>{2}}, {}, OrgId::zero(), "bo", true};
  CHECK(roster_hash({ana}) != roster_hash({ana, bo}));
  Member renamed = ana;
  renamed.person = "anna";
  CHECK(roster_hash({renamed}) == roster_hash({ana}));
}

}  // namespace tocsin
