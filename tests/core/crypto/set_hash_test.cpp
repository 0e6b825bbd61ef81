#include "core/crypto/set_hash.h"

#include "core/base/codes.h"
#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"

namespace tocsin::crypto {
namespace {

const Bytes zero_key(32, 0);

std::string text(const SetHash& hash) {
  return hex_encode(hash.digest());
}

// Computed with an implementation of its own: ChaCha20 after RFC 8439 and Python's hashlib.
TEST_CASE("digests of known sets") {
  SetHash set;
  CHECK(text(set) == "200823e5158b3774c11b5c61850ada76");
  set.add(counting_key());
  CHECK(text(set) == "29e24d184b52531484e06e40ec10d2b6");
  set.add(zero_key);
  CHECK(text(set) == "4016aed3384308ce6bf1eeeabd32085d");
}

TEST_CASE("neither the order of adding nor what came and went shows") {
  SetHash forward;
  forward.add(counting_key());
  forward.add(zero_key);
  SetHash backward;
  backward.add(zero_key);
  backward.add(Bytes(32, 9));
  backward.add(counting_key());
  CHECK(text(forward) != text(backward));
  backward.remove(Bytes(32, 9));
  CHECK(text(forward) == text(backward));
}

TEST_CASE("a sum of days is the set of all their envelopes") {
  SetHash monday;
  monday.add(counting_key());
  SetHash tuesday;
  tuesday.add(zero_key);
  SetHash both;
  both.add(counting_key());
  both.add(zero_key);
  monday.add(tuesday);
  CHECK(text(monday) == text(both));
}

TEST_CASE("an envelope added twice does not cancel itself") {
  SetHash set;
  set.add(counting_key());
  set.add(counting_key());
  CHECK(text(set) != text(SetHash{}));
}

}  // namespace
}  // namespace tocsin::crypto
