#include "cli/passphrase.h"

#include <string>

#include "core/model/limits/cli.h"
#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

unsigned bits(std::string_view text) {
  return estimated_bits(Passphrase::copy_of(text));
}

Row kdf(std::int64_t memory_kib, std::int64_t passes) {
  Row row{"kdf"};
  row.set("salt", Value{Bytes(16, 1)}).set("memory_kib", memory_kib).set("passes", passes);
  return row;
}

}  // namespace

TEST_CASE("six words are worth more than the floor, what people usually take is not") {
  CHECK(bits("maple orbit kettle sand violin crane") == 66);
  CHECK(bits("plumbers2027") < limits::passphrase_bits_min);
  CHECK(bits("Password123!") < limits::passphrase_bits_min);
  CHECK(bits("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") < limits::passphrase_bits_min);
  CHECK(bits("solidarity solidarity solidarity solidarity solidarity") <
        limits::passphrase_bits_min);
  CHECK(bits("123456789012345678901234567890") < limits::passphrase_bits_min);
  CHECK(bits("") == 0);
}

TEST_CASE("a cost under the floor is refused before a passphrase is used") {
  CHECK(unlock_parameters(kdf(limits::kdf_memory_kib_min, limits::kdf_passes_min)));
  const auto cheap = unlock_parameters(kdf(limits::kdf_rehearsal_memory_kib - 1, 3));
  REQUIRE_FALSE(cheap);
  CHECK(cheap.error().code == "E_KDF_FLOOR");
  CHECK_FALSE(unlock_parameters(kdf(limits::kdf_memory_kib_min, 1)));
  CHECK_FALSE(unlock_parameters(kdf(std::int64_t{1} << 40, 3)));
  CHECK_FALSE(unlock_parameters(kdf(-1, 3)));
  CHECK_FALSE(unlock_parameters(Row{"kdf"}));
}

TEST_CASE("a cost between the floors says rehearsal") {
  CHECK(unlock_parameters(kdf(limits::kdf_rehearsal_memory_kib, limits::kdf_rehearsal_passes))
            ->is_rehearsal);
  CHECK_FALSE(
      unlock_parameters(kdf(limits::kdf_memory_kib_min, limits::kdf_passes_min))->is_rehearsal);
  CHECK(founding_cost(true).memory_kib < founding_cost(false).memory_kib);
}

TEST_CASE("one passphrase and one salt give one key, another salt another key") {
  const Passphrase passphrase = Passphrase::copy_of("maple orbit kettle");
  UnlockParameters parameters;
  parameters.cost = founding_cost(true);
  const auto once = unlock_key(passphrase, parameters);
  const auto again = unlock_key(passphrase, parameters);
  parameters.salt[0] = 1;
  const auto other = unlock_key(passphrase, parameters);
  REQUIRE((once && again && other));
  CHECK(same_bytes(once->reveal(), again->reveal()));
  CHECK_FALSE(same_bytes(once->reveal(), other->reveal()));
}

TEST_CASE("a bundle's key takes half of its salt, and a salt of another length is no bundle") {
  const Bytes salt(32, 3);
  Bytes other = salt;
  other[20] = 9;
  const auto key = bundle_key("amber basket", salt, true);
  const auto same = bundle_key("amber basket", other, true);
  REQUIRE((key && same));
  CHECK(same_bytes(key->reveal(), same->reveal()));
  CHECK_FALSE(bundle_key("amber basket", ByteView{salt}.first(31), true));
}

TEST_CASE("erasing takes a whole character, and there is an end to typing") {
  Passphrase passphrase = Passphrase::copy_of("a\u00e9");
  passphrase.drop_last_character();
  CHECK(is_same(passphrase, Passphrase::copy_of("a")));
  for (std::size_t i = 1; i < limits::passphrase_bytes_max; ++i) CHECK(passphrase.append('x'));
  CHECK_FALSE(passphrase.append('x'));
}

}  // namespace tocsin::cli
