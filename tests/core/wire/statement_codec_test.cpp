#include "core/wire/statement_codec.h"

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

Statement example() {
  const Domain domain{CoalitionId{{1}}, Mode::actual};
  return sign_statement(domain, StatementType::stop, DeviceId{{2}}, to_bytes("body"), Bytes(32, 7));
}

}  // namespace

TEST_CASE("a statement is its frame, its body and its signature, and comes back the same") {
  const Statement statement = example();
  const Bytes bytes = wire::encode(statement);
  CHECK(bytes.size() == wire::statement_frame_bytes + statement.body.size());
  CHECK(bytes[0] == suite_1);
  CHECK(bytes[1] == static_cast<std::uint8_t>(Mode::actual));
  CHECK(bytes[2] == static_cast<std::uint8_t>(StatementType::stop));
  const auto decoded = wire::decode<Statement>(bytes);
  REQUIRE(decoded);
  CHECK(*decoded == statement);
}

TEST_CASE("a statement of any other length is refused") {
  const Bytes bytes = wire::encode(example());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(wire::decode<Statement>(ByteView{bytes}.first(size)));
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(wire::decode<Statement>(longer));
}

TEST_CASE("an unknown suite, mode or type is not allowed") {
  for (const std::size_t at : {0U, 1U, 2U}) {
    for (const std::uint8_t value : {std::uint8_t{0}, std::uint8_t{40}, std::uint8_t{255}}) {
      Bytes bytes = wire::encode(example());
      bytes[at] = value;
      const auto decoded = wire::decode<Statement>(bytes);
      REQUIRE_FALSE(decoded);
      CHECK(decoded.error().code == Errc::not_allowed);
    }
  }
}

TEST_CASE("a body at its limit is taken, one byte more is not") {
  Statement statement = example();
  statement.body = Bytes(statement_body_bytes_max, 1);
  Bytes bytes = wire::encode(statement);
  CHECK(wire::decode<Statement>(bytes));
  const std::size_t length_at = 3 + 64;
  ++bytes[length_at];
  bytes.push_back(0);
  const auto decoded = wire::decode<Statement>(bytes);
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().code == Errc::limit_exceeded);
}

TEST_CASE("the signature input is pinned byte by byte") {
  const Statement statement = example();
  Writer expected;
  expected.bytes(as_bytes("tocsin-v1")).u32(34).bytes(statement.domain.coalition.view());
  expected.u8(1).u8(1).u32(4).bytes(as_bytes("stop")).u32(4).bytes(as_bytes("body"));
  CHECK(statement.input() == expected.view());
  CHECK(statement.is_signed_by(crypto::sign_public_key(Bytes(32, 7))));
  CHECK_FALSE(statement.is_signed_by(crypto::sign_public_key(Bytes(32, 8))));
}

}  // namespace tocsin
