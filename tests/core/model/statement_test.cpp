#include "core/model/statement.h"

#include "core/crypto/hash.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

const CoalitionId coalition{std::array<std::uint8_t, 32>{7}};
const Domain domain{coalition, Mode::actual};
const Bytes seed(32, 1);

Statement signed_one(const Domain& where, StatementType type, Bytes body) {
  return sign_statement(
      where, type, DeviceId{std::array<std::uint8_t, 32>{2}}, std::move(body), seed);
}

}  // namespace

TEST_CASE("the signature input is laid out byte by byte") {
  const Bytes input = signature_input(domain, "keys", as_bytes("ab"));
  Writer expected;
  expected.bytes(as_bytes("tocsin-v1")).u32(34).bytes(coalition.view()).u8(1).u8(1);
  expected.u32(4).bytes(as_bytes("keys")).u32(2).bytes(as_bytes("ab"));
  CHECK(input == expected.take());
  CHECK(statement_id(input).array() == crypto::blake2b_256(input));
}

TEST_CASE("a signature holds for its coalition, mode, type and body alone") {
  const auto key = crypto::sign_public_key(seed);
  const Statement statement = signed_one(domain, StatementType::keys, Bytes{1, 2});
  CHECK(statement.is_signed_by(key));
  CHECK_FALSE(statement.is_signed_by(crypto::sign_public_key(Bytes(32, 2))));
  for (int what = 0; what < 5; ++what) {
    Statement other = statement;
    if (what == 0) other.domain.coalition = CoalitionId::zero();
    if (what == 1) other.domain.mode = Mode::rehearsal;
    if (what == 2) other.type = StatementType::epoch;
    if (what == 3) other.body.push_back(0);
    if (what == 4) other.signature[0] ^= 1U;
    CHECK_FALSE(other.is_signed_by(key));
    CHECK((other.id() == statement.id()) == (what == 4));
  }
}

TEST_CASE("every type has a name of its own and comes back from its number") {
  std::size_t known = 0;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto type = statement_type(static_cast<std::uint8_t>(byte));
    if (!type) continue;
    ++known;
    for (unsigned other = 0; other < byte; ++other) {
      const auto before = statement_type(static_cast<std::uint8_t>(other));
      if (before) CHECK(type_name(*before) != type_name(*type));
    }
  }
  CHECK(known == 20);
  CHECK(type_name(StatementType::relay_cert) == "relay_cert");
}

}  // namespace tocsin
