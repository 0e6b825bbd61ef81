#include "daemon/store/key_file.h"

#include "core/crypto/init.h"
#include "tests/daemon/store/new_profile.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::store {
namespace {

constexpr std::size_t used_bytes = 1 + 16 + 4 + 4 + 24 + 48;

struct Wrapped {
  Wrapped() { REQUIRE(crypto::init()); }

  tests::SeededRandom random{1};
  Bytes secret = Bytes(32, 9);
  Bytes unlock_key = Bytes(32, 5);
  StoreKey key = StoreKey::copy_of(secret);
  Bytes file = make_key_file(key, unlock_key, cheap_kdf, random);
};

}  // namespace

TEST_CASE("a key file gives its key to the unlock key and its cost to everybody") {
  const Wrapped wrapped;
  REQUIRE(wrapped.file.size() == key_file_bytes);
  CHECK(kdf_of(wrapped.file).value() == cheap_kdf);
  const auto opened = open_key_file(wrapped.file, wrapped.unlock_key);
  REQUIRE(opened);
  CHECK(same_bytes(opened->reveal(), wrapped.secret));
}

TEST_CASE("another unlock key opens nothing") {
  const Wrapped wrapped;
  for (std::size_t at = 0; at < 32; ++at) {
    Bytes wrong = wrapped.unlock_key;
    wrong[at] ^= 0x80;
    const auto opened = open_key_file(wrapped.file, wrong);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unauthenticated);
  }
}

TEST_CASE("a changed cost, salt, nonce or key no longer opens") {
  const Wrapped wrapped;
  for (std::size_t at = 0; at < used_bytes; ++at) {
    INFO(at);
    Bytes changed = wrapped.file;
    changed[at] ^= 1;
    const auto opened = open_key_file(changed, wrapped.unlock_key);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == (at == 0 ? Errc::malformed : Errc::unauthenticated));
  }
}

TEST_CASE("a key file has one length and a version we know") {
  const Wrapped wrapped;
  for (const std::size_t size : {0U, 24U, 97U, 255U, 257U}) {
    Bytes cut = wrapped.file;
    cut.resize(size);
    CHECK(kdf_of(cut).error().code == Errc::malformed);
    CHECK(open_key_file(cut, wrapped.unlock_key).error().code == Errc::malformed);
  }
}

TEST_CASE("the same key is never wrapped into the same bytes, and never shown") {
  Wrapped wrapped;
  const Bytes again = make_key_file(wrapped.key, wrapped.unlock_key, cheap_kdf, wrapped.random);
  CHECK(again != wrapped.file);
  CHECK(std::ranges::search(wrapped.file, wrapped.secret).empty());
  CHECK(std::ranges::search(wrapped.file, wrapped.unlock_key).empty());
}

}  // namespace tocsin::store
