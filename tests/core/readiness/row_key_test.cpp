#include "core/readiness/row_key.h"

#include <algorithm>

#include "core/base/text.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::readiness {
namespace {

bool holds(ByteView bytes, std::string_view text) {
  const ByteView wanted = as_bytes(text);
  return !std::ranges::search(bytes, wanted).empty();
}

}  // namespace

TEST_CASE("what lies under a key opens under it again, and shows neither name nor value") {
  tests::SeededRandom random{1};
  const RowKey key = RowKey::fresh(random);
  const Bytes place = key.place("anna-smith");
  const Bytes sealed = key.seal(place, as_bytes("Anna Smith, room 2"));
  CHECK(key.open(place, sealed) == to_bytes("Anna Smith, room 2"));
  CHECK_FALSE(holds(place, "anna"));
  CHECK_FALSE(holds(sealed, "Anna"));
  CHECK(std::ranges::equal(ByteView{place}.first(key.tag().size()), key.tag()));
}

TEST_CASE("another key has other tags and names, the same key the same") {
  tests::SeededRandom random{1};
  const RowKey key = RowKey::fresh(random);
  const RowKey other = RowKey::fresh(random);
  const RowKey again = RowKey::of(key.reveal());
  CHECK(key.tag() != other.tag());
  CHECK(key.place("w-1") != other.place("w-1"));
  CHECK(key.place("w-1") != key.place("w-2"));
  CHECK(again.tag() == key.tag());
  CHECK(again.place("w-1") == key.place("w-1"));
}

TEST_CASE("two versions of a row share nothing but their place") {
  tests::SeededRandom random{1};
  const RowKey key = RowKey::fresh(random);
  const Bytes place = key.place("w-1");
  const Bytes first = key.seal(place, as_bytes("one"));
  const Bytes second = key.seal(place, as_bytes("two"));
  CHECK_FALSE(std::ranges::equal(ByteView{first}.first(24), ByteView{second}.first(24)));
  CHECK(key.seal(place, as_bytes("one")) == first);
  CHECK(key.seal(key.place("w-2"), as_bytes("one")) != first);
}

}  // namespace tocsin::readiness
