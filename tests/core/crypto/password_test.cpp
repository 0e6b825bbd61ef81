#include "core/crypto/password.h"

#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "core/base/codes.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

// RFC 9106's own vectors use four lanes, a secret and associated data, none of which we do. These
// are by its reference implementation: printf '%s' PASSWORD | argon2 'sixteen bytesalt' -id -p 1.
namespace tocsin::crypto {
namespace {

std::array<std::uint8_t, 16> salt() {
  std::array<std::uint8_t, 16> salt{};
  std::ranges::copy(as_bytes("sixteen bytesalt"), salt.begin());
  return salt;
}

std::string argon2id_hex(std::string_view password, PasswordCost cost) {
  const auto key = argon2id(as_bytes(password), salt(), cost);
  REQUIRE(key);
  return hex_encode(key->reveal());
}

TEST_CASE("Argon2id gives the keys of its reference implementation") {
  CHECK(argon2id_hex("ana pays her dues", {8192, 1}) ==
        "a648c7679a40fa0dd1697c473c3c2e856b12621a39dcbba19c0b578d5cdd186c");
  CHECK(argon2id_hex("ana pays her dues", {1024, 3}) ==
        "383f135479e71a6b8e9d31f35c52114516c6ad7e3f2b20a5d7b79b791473950b");
}

TEST_CASE("every byte of password, salt and cost counts") {
  const std::string known = argon2id_hex("ana pays her dues", {64, 1});
  CHECK(argon2id_hex("ana pays her due", {64, 1}) != known);
  CHECK(argon2id_hex("ana pays her dues", {72, 1}) != known);
  CHECK(argon2id_hex("ana pays her dues", {64, 2}) != known);
  auto other_salt = salt();
  other_salt[15] ^= 1;
  const auto other = argon2id(as_bytes("ana pays her dues"), other_salt, {64, 1});
  REQUIRE(other);
  CHECK(hex_encode(other->reveal()) != known);
  CHECK(argon2id_hex({}, {64, 1}) != known);
}

TEST_CASE("a cost that no honest key file holds is malformed") {
  for (const PasswordCost cost : {PasswordCost{64, 0}, PasswordCost{7, 1}, PasswordCost{0, 0}}) {
    CAPTURE(cost.memory_kib, cost.passes);
    const auto refused = argon2id(as_bytes("x"), salt(), cost);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::malformed);
  }
}

TEST_CASE("memory that is not there is unavailable") {
  // In a child that gets 1 GiB more: a machine that overcommits would try to fill all it promised.
  const auto ask = [] {
    std::ifstream sizes{"/proc/self/statm"};
    rlim_t pages = 0;
    sizes >> pages;
    const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (1UL << 30);
    const rlimit little{most, most};
    if (::setrlimit(RLIMIT_AS, &little) != 0) ::_exit(1);
    const auto refused = argon2id(as_bytes("x"), salt(), {2U << 20, 1});
    ::_exit(!refused && refused.error().code == Errc::unavailable ? 0 : 2);
  };
  const tests::Ending ending = tests::run_in_child(ask);
  CAPTURE(ending.said);
  CHECK(ending.is_well());
}

}  // namespace
}  // namespace tocsin::crypto
