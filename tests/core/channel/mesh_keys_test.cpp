#include "core/channel/mesh_keys.h"

#include "core/model/statement.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::channel {
namespace {

const WallTime noon = wall_from_ms(20'780LL * 86'400'000);

MeshKeyRecord key(std::uint32_t number, std::uint8_t fill, std::uint32_t made_hour) {
  const Bytes seed(32, fill);
  return MeshKeyRecord{
      number, Bytes(32, fill), seed, crypto::sign_public_key(seed), MeshTag::zero(), made_hour};
}

MeshKeyRecord copy_of(MeshKeyRecord of) {
  of.authority_seed.clear();
  return of;
}

}  // namespace

TEST_CASE("a mesh key is taken once, and a copy gains its seed when the key itself comes") {
  MeshKeys keys{Snapshot{}};
  Outbox outbox;
  const std::uint32_t hour = hour_of(noon);
  CHECK(keys.take(copy_of(key(1, 1, hour)), MeshKeySource::copy, noon, outbox).value());
  CHECK_FALSE(keys.take(copy_of(key(1, 1, hour)), MeshKeySource::copy, noon, outbox).value());
  CHECK(keys.take(key(1, 1, hour), MeshKeySource::assembly, noon, outbox).value());
  CHECK(keys.newest()->authority_seed.size() == 32);
  CHECK_FALSE(keys.take(copy_of(key(1, 1, hour)), MeshKeySource::copy, noon, outbox).value());
  CHECK(keys.valid().size() == 1);
}

TEST_CASE("numbers may not be skipped, hurried, from the future or on the wrong path") {
  MeshKeys keys{Snapshot{}};
  Outbox outbox;
  const std::uint32_t hour = hour_of(noon);
  REQUIRE(keys.take(key(1, 1, hour - 100), MeshKeySource::own, noon, outbox));
  CHECK_FALSE(keys.take(key(3, 3, hour), MeshKeySource::assembly, noon, outbox));
  CHECK_FALSE(keys.take(key(2, 2, hour - 90), MeshKeySource::assembly, noon, outbox));
  CHECK_FALSE(keys.take(key(2, 2, hour + 3), MeshKeySource::assembly, noon, outbox));
  CHECK_FALSE(keys.take(copy_of(key(2, 2, hour)), MeshKeySource::assembly, noon, outbox));
  CHECK_FALSE(keys.take(key(2, 2, hour), MeshKeySource::copy, noon, outbox));
  MeshKeyRecord forged = key(2, 2, hour);
  forged.authority[0] ^= 1U;
  CHECK_FALSE(keys.take(forged, MeshKeySource::assembly, noon, outbox));
  CHECK(keys.take(key(2, 2, hour), MeshKeySource::assembly, noon, outbox).value());
}

TEST_CASE("three numbers and two siblings of each are valid, newest first, smallest tag first") {
  MeshKeys keys{Snapshot{}};
  Outbox outbox;
  const std::uint32_t hour = hour_of(noon) - 1000;
  for (std::uint32_t number = 1; number <= 4; ++number)
    REQUIRE(keys.take(key(number, static_cast<std::uint8_t>(number), hour + 24 * number),
                      MeshKeySource::assembly,
                      noon,
                      outbox));
  for (const std::uint8_t fill : {std::uint8_t{50}, std::uint8_t{51}})
    REQUIRE(keys.take(key(4, fill, hour + 96), MeshKeySource::assembly, noon, outbox));
  const auto valid = keys.valid();
  REQUIRE(valid.size() == 4);
  CHECK(valid[0].number == 4);
  CHECK(valid[1].number == 4);
  CHECK(tag_of(valid[0]) < tag_of(valid[1]));
  CHECK(valid[3].number == 2);
  CHECK_FALSE(keys.take(key(1, 9, hour), MeshKeySource::assembly, noon, outbox));
}

TEST_CASE("a stamp is signed under this device's key, the same after a restart") {
  tests::SeededRandom random{1};
  tests::MemoryStore store;
  Outbox outbox;
  MeshKeys keys{Snapshot{}};
  const CoalitionId coalition{std::array<std::uint8_t, 32>{1}};
  const EnvelopeId envelope{std::array<std::uint8_t, 32>{2}};
  CHECK_FALSE(keys.stamp(coalition, envelope));
  const StampKey own = keys.make_stamp_key(random, 1, outbox);
  CHECK(keys.make_stamp_key(random, 1, outbox) == own);
  REQUIRE(keys.take(key(1, 1, hour_of(noon)), MeshKeySource::own, noon, outbox));
  REQUIRE(store.stage(outbox.take().writes));
  REQUIRE(store.commit());
  const MeshKeys again{store.snapshot()};
  CHECK(again.newest() == keys.newest());
  const auto stamp = again.stamp(coalition, envelope);
  REQUIRE(stamp);
  CHECK(stamp->key == own);
  CHECK(crypto::verify(own.array(),
                       signature_input(Domain{coalition, Mode::none}, "stamp", envelope.view()),
                       stamp->signature));
}

}  // namespace tocsin::channel
