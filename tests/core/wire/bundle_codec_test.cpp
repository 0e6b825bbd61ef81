#include "core/wire/bundle_codec.h"

#include "core/model/limits/gossip.h"
#include "tests/support/catch.hpp"
#include "tests/support/envelopes.h"
#include "tests/support/seeded_random.h"

namespace tocsin::wire {
namespace {

const Bytes file_key(32, 7);
const BundleSalt salt{1, 2, 3};

std::vector<BundleSection> sections_of(std::size_t bytes) {
  return {{1, Bytes(bytes, 1)}, {9, {}}, {3, {5}}};
}

}  // namespace

TEST_CASE("sections come back from a sealed file, at and around a chunk's size") {
  constexpr std::size_t chunk = limits::bundle_chunk_bytes;
  // 28 bytes are heads and the other sections' content.
  const std::size_t size =
      GENERATE(std::size_t{0}, chunk - 29, chunk - 28, chunk - 27, 2 * chunk + 5);
  const auto sections = sections_of(size);
  const Bytes file = seal_bundle(file_key, salt, sections);
  const auto opened = open_bundle(file_key, file);
  REQUIRE(opened);
  CHECK(*opened == sections);
  CHECK(bundle_salt(file).value() == salt);
  const std::size_t plain = size + 28;
  CHECK(file.size() == 32 + plain + 16 * ((plain + chunk - 1) / chunk));
}

TEST_CASE("a bundle cut, swapped, changed or under another key does not open") {
  constexpr std::size_t sealed_chunk = limits::bundle_chunk_bytes + 16;
  const Bytes file = seal_bundle(file_key, salt, sections_of(2 * limits::bundle_chunk_bytes));
  const auto is_refused = [](const Bytes& bytes) {
    const auto opened = open_bundle(file_key, bytes);
    return !opened && opened.error().code == Errc::unauthenticated;
  };
  CHECK(!is_refused(file));
  CHECK(is_refused({file.begin(), file.end() - 1}));
  // Cut at a chunk's end: the last chunk left is not marked as last.
  CHECK(is_refused({file.begin(), file.begin() + 32 + sealed_chunk}));
  Bytes swapped = file;
  std::swap_ranges(swapped.begin() + 32,
                   swapped.begin() + 32 + sealed_chunk,
                   swapped.begin() + 32 + sealed_chunk);
  CHECK(is_refused(swapped));
  Bytes changed = file;
  changed[100] = static_cast<std::uint8_t>(changed[100] ^ 1U);
  CHECK(is_refused(changed));
  Bytes longer = file;
  longer.push_back(0);
  CHECK(is_refused(longer));
  CHECK(!open_bundle(Bytes(32, 8), file));
}

TEST_CASE("what is too short or too long for a bundle is refused before any key is tried") {
  CHECK(open_bundle(file_key, Bytes(47)).error().code == Errc::malformed);
  CHECK(open_bundle(file_key, Bytes(66 * 1024 * 1024)).error().code == Errc::limit_exceeded);
}

TEST_CASE("sections that lie about their length are refused, even by who has the key") {
  const auto sealed = [](const Bytes& plain) { return seal_chunks(file_key, salt, plain); };
  CHECK(open_bundle(file_key, sealed({}))->empty());
  CHECK(open_bundle(file_key, sealed({1, 0, 0})).error().code == Errc::malformed);
  Bytes plain{1};
  for (int i = 0; i < 8; ++i) plain.push_back(0xff);
  CHECK(open_bundle(file_key, sealed(plain)).error().code == Errc::malformed);
}

TEST_CASE("a founding bundle brings list and envelopes, and nothing shows what it is") {
  tests::SeededRandom random{1};
  tests::EnvelopeOptions options;
  options.expiry_hour = 500'000;
  std::vector<Envelope> envelopes;
  for (const std::uint8_t bucket : std::initializer_list<std::uint8_t>{0, 7, 3}) {
    options.bucket = bucket;
    envelopes.push_back(tests::make_envelope(options, random));
  }
  const Bytes file = seal_founding_bundle(file_key, salt, Bytes{1, 2, 3}, envelopes);
  const auto opened = open_founding_bundle(file_key, file);
  REQUIRE(opened);
  CHECK(opened->list == Bytes{1, 2, 3});
  CHECK(opened->envelopes == envelopes);
  CHECK(to_bytes(ByteView{file}.first(32)) == to_bytes(ByteView{salt}));
}

TEST_CASE("an envelope of a bundle that is none is refused") {
  const auto with = [](const Bytes& bytes) {
    return open_founding_bundle(file_key, seal_bundle(file_key, salt, {{3, bytes}}));
  };
  CHECK(with({}).has_value());
  CHECK(with({1, 0, 0, 0, 0}).error().code == Errc::malformed);  // no envelope
  CHECK(with({1, 0, 0, 0, 2}).error().code == Errc::malformed);  // neither stamped nor not
  CHECK(with({9, 0, 0, 0, 0}).error().code == Errc::malformed);  // longer than the section
  CHECK(with({5, 0, 0, 0, 1, 2, 3, 4, 5}).error().code == Errc::malformed);  // a stamp cut short
}

}  // namespace tocsin::wire
