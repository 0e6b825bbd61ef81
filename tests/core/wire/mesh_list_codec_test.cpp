#include "core/wire/mesh_list_codec.h"

#include <algorithm>

#include "core/model/limits/link.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::wire {
namespace {

const Address somewhere{AddressKind::ipv4, {10, 0, 0, 1}, 4711};

MeshList sample_list(Random& random, std::size_t relays = 2) {
  MeshList list;
  list.coalition = CoalitionId{random.array<32>()};
  list.number = 3;
  list.seq = 7;
  list.made_hour = 480'000;
  for (std::size_t i = 0; i < relays; ++i)
    list.relays.push_back(
        {LinkKey{random.array<32>()}, random.array<16>(), {somewhere, somewhere}, Bytes(144, 1)});
  std::ranges::sort(list.relays, {}, &ListedRelay::key);
  list.stamps = {StampKey{random.array<32>()}, StampKey{random.array<32>()}};
  return list;
}

}  // namespace

TEST_CASE("a signed mesh list comes back as it was, and its signature holds") {
  tests::SeededRandom random{1};
  const auto seed = crypto::make_sign_seed(random);
  MeshList list = sample_list(random);
  list.handovers.push_back(
      make_handover(list.coalition, seed.reveal(), crypto::sign_public_key(seed.reveal())));
  list = sign_mesh_list(list, seed.reveal());
  const Bytes bytes = encode(list);
  const auto read = decode_mesh_list(bytes);
  REQUIRE(read);
  CHECK(*read == list);
  CHECK(is_signed(*read));
  CHECK(encode(*read) == bytes);
}

TEST_CASE("a mesh list with any byte changed is refused or its signature fails") {
  tests::SeededRandom random{2};
  const auto seed = crypto::make_sign_seed(random);
  const Bytes bytes = encode(sign_mesh_list(sample_list(random, 1), seed.reveal()));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes changed = bytes;
    changed[at] ^= 1;
    const auto read = decode_mesh_list(changed);
    CAPTURE(at);
    CHECK((!read || !is_signed(*read)));
  }
}

TEST_CASE("a mesh list cut anywhere is refused") {
  tests::SeededRandom random{3};
  const auto seed = crypto::make_sign_seed(random);
  const Bytes bytes = encode(sign_mesh_list(sample_list(random, 1), seed.reveal()));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(decode_mesh_list(ByteView{bytes}.first(length)));
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(decode_mesh_list(longer));
}

TEST_CASE("relays out of order or twice are refused") {
  tests::SeededRandom random{4};
  MeshList list = sample_list(random);
  std::swap(list.relays[0], list.relays[1]);
  CHECK_FALSE(decode_mesh_list(encode(list)));
  list.relays[0] = list.relays[1];
  CHECK_FALSE(decode_mesh_list(encode(list)));
}

TEST_CASE("a full list loses addresses, not relays or stamp keys, to stay below 64 KiB") {
  tests::SeededRandom random{5};
  const auto seed = crypto::make_sign_seed(random);
  MeshList list = sample_list(random, limits::listed_relays_max);
  for (ListedRelay& relay : list.relays)
    relay.addresses = std::vector<Address>(4, {AddressKind::onion, Bytes(32, 3), 9});
  list.stamps = std::vector<StampKey>(limits::listed_stamps_max, StampKey::zero());
  const MeshList kept = sign_mesh_list(list, seed.reveal());
  CHECK(encode(kept).size() <= mesh_list_bytes_max);
  CHECK(kept.relays.size() == limits::listed_relays_max);
  CHECK(kept.stamps.size() == limits::listed_stamps_max);
  CHECK(decode_mesh_list(encode(kept)));
}

TEST_CASE("more relays, stamp keys or handovers than a list may have are refused") {
  tests::SeededRandom random{6};
  MeshList list = sample_list(random, 0);
  list.stamps.clear();
  const Bytes bytes = encode(list);
  const std::size_t handovers_at = 1 + 32 + 4 + 4 + 4 + 32;
  const auto patched = [&](std::size_t at, std::uint8_t value) {
    Bytes changed = bytes;
    changed[at] = value;
    changed.resize(mesh_list_bytes_max);
    return changed;
  };
  CHECK_FALSE(decode_mesh_list(patched(handovers_at, 9)));
  CHECK_FALSE(decode_mesh_list(patched(handovers_at + 1, 201)));
  CHECK_FALSE(decode_mesh_list(patched(handovers_at + 3, 3)));
  CHECK_FALSE(decode_mesh_list(Bytes(mesh_list_bytes_max + 1)));
}

}  // namespace tocsin::wire
