#include "core/crypto/agree.h"

#include <algorithm>

#include "core/base/codes.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/vectors.h"

namespace tocsin::crypto {
namespace {

using tests::SeededRandom;
using tests::Vector;
using Shared = std::array<std::uint8_t, 32>;

Bytes hex(std::string_view digits) {
  return hex_decode(digits).value();
}

// Wycheproof calls "acceptable" what RFC 7748 leaves open: keys on the twist, keys not canonical
// and shared secrets of zero. We compute the first two and refuse the last.
TEST_CASE("X25519 agrees with Wycheproof, and zero is always refused") {
  VECTORS_OR_SKIP(file, "wycheproof_x25519.json");
  std::int64_t count = 0;
  std::size_t refused = 0;
  for (const Vector& group : file.list("testGroups")) {
    for (const Vector& test : group.list("tests")) {
      const auto number = test.number("tcId");
      CAPTURE(number);
      const Bytes expected = test.hex("shared");
      const bool is_zero = std::ranges::all_of(expected, [](std::uint8_t b) { return b == 0; });
      const bool is_flagged =
          std::ranges::count(test.texts("flags"), std::string{"ZeroSharedSecret"}) > 0;
      REQUIRE(is_zero == is_flagged);
      REQUIRE((test.text("result") == "valid" || test.text("result") == "acceptable"));

      Shared shared{};
      shared.fill(0xee);
      const auto agreed = agree(shared, test.hex("private"), test.hex("public"));
      CHECK(agreed.has_value() == !is_zero);
      CHECK(same_bytes(shared, expected));
      ++count;
      refused += is_zero ? 1 : 0;
    }
  }
  CHECK(count == file.number("numberOfTests"));
  CHECK(refused > 0);
}

TEST_CASE("X25519 gives the keys and the secret of RFC 7748 section 6.1") {
  const Bytes ana = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const Bytes bo = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  CHECK(hex_encode(agree_public_key(ana)) ==
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  CHECK(hex_encode(agree_public_key(bo)) ==
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  Shared shared{};
  REQUIRE(agree(shared, ana, agree_public_key(bo)));
  CHECK(hex_encode(shared) == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST_CASE("a peer's key of small order is refused and nothing of the result is left") {
  SeededRandom random{1};
  const AgreeKey key = make_agree_key(random);
  for (const std::uint8_t low : Bytes{0, 1}) {
    AgreePublicKey public_key{};
    public_key[0] = low;
    Shared shared{};
    shared.fill(0xee);
    const auto agreed = agree(shared, key.reveal(), public_key);
    REQUIRE_FALSE(agreed);
    CHECK(agreed.error().code == Errc::unauthenticated);
    CHECK(shared == Shared{});
  }
}

TEST_CASE("both ends agree, a third does not") {
  SeededRandom random{2};
  const AgreeKey ana = make_agree_key(random);
  const AgreeKey bo = make_agree_key(random);
  const AgreeKey chi = make_agree_key(random);
  Shared at_ana{};
  Shared at_bo{};
  Shared at_chi{};
  REQUIRE(agree(at_ana, ana.reveal(), agree_public_key(bo.reveal())));
  REQUIRE(agree(at_bo, bo.reveal(), agree_public_key(ana.reveal())));
  REQUIRE(agree(at_chi, chi.reveal(), agree_public_key(ana.reveal())));
  CHECK(at_ana == at_bo);
  CHECK(at_ana != at_chi);
}

TEST_CASE("an agreement key of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { agree_public_key(Bytes(31)); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
