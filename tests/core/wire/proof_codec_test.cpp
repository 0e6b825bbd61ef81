#include "core/wire/proof_codec.h"

#include "core/wire/statement_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

Statement numbered_ack(std::uint8_t number) {
  return sign_statement(Domain{CoalitionId{{1}}, Mode::actual},
                        StatementType::ack,
                        DeviceId{{2}},
                        Bytes(8, number),
                        Bytes(32, 7));
}

Proof small() {
  Proof proof =
      coalition::assemble(ProofKind::call, {numbered_ack(1), numbered_ack(2), numbered_ack(3)})
          .value();
  proof.left_out = {StatementId{{1}}, StatementId{{2}}};
  return proof;
}

Reason reason_of(ByteView bytes) {
  const auto scanned = wire::scan_proof(bytes);
  REQUIRE_FALSE(scanned);
  return scanned.error();
}

}  // namespace

TEST_CASE("a proof comes back with the ids of its statements") {
  const Proof proof = small();
  const Bytes bytes = wire::encode(proof);
  const auto decoded = wire::decode<Proof>(bytes);
  REQUIRE(decoded);
  CHECK(*decoded == proof);
  const auto scanned = wire::scan_proof(bytes);
  REQUIRE(scanned);
  for (std::size_t i = 0; i < proof.statements.size(); ++i)
    CHECK(scanned->ids[i] == proof.statements[i].id());
}

TEST_CASE("statements or left-out ids that are out of order or there twice are refused") {
  Proof swapped = small();
  std::swap(swapped.statements[0], swapped.statements[1]);
  CHECK(reason_of(wire::encode(swapped)) == Reason::decode);
  Proof twice = small();
  twice.statements[1] = twice.statements[0];
  CHECK(reason_of(wire::encode(twice)) == Reason::decode);
  Proof left_out = small();
  std::swap(left_out.left_out[0], left_out.left_out[1]);
  CHECK(reason_of(wire::encode(left_out)) == Reason::decode);
}

TEST_CASE("a proof cut short or with a rest is refused") {
  const Bytes bytes = wire::encode(small());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(reason_of(ByteView{bytes}.first(size)) == Reason::decode);
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK(reason_of(longer) == Reason::decode);
}

TEST_CASE("a proof above its limits is refused before anything is looked at") {
  CHECK(reason_of(Bytes(proof_bytes_max + 1, 0)) == Reason::size);
  Writer too_many;
  too_many.u8(4).u16(0).u16(4097);
  CHECK(reason_of(too_many.view()) == Reason::size);
  Writer too_much_left_out;
  too_much_left_out.u8(4).u16(513);
  CHECK(reason_of(too_much_left_out.view()) == Reason::size);
  Bytes long_body = wire::encode(small());
  const std::size_t length_at = 1 + 2 + 64 + 2 + 3 + 64;
  long_body[length_at + 2] = 1;  // 65,544
  CHECK(reason_of(long_body) == Reason::size);
}

TEST_CASE("unknown kinds, suites and types are E_TYPE, an unknown mode is E_MODE") {
  const Bytes good = wire::encode(small());
  const std::size_t first = 1 + 2 + 64 + 2;
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Bytes bytes = good;
    bytes[at] = value;
    return reason_of(bytes);
  };
  CHECK(with(0, 0) == Reason::type);
  CHECK(with(0, 8) == Reason::type);
  CHECK(with(first, 2) == Reason::type);
  CHECK(with(first + 1, 0) == Reason::mode);
  CHECK(with(first + 1, 5) == Reason::mode);
  CHECK(with(first + 2, 14) == Reason::type);
}

TEST_CASE("four thousand and ninety-six statements fit, and no more") {
  std::vector<Statement> many;
  for (std::uint32_t i = 0; i < 4097; ++i) {
    Writer body;
    body.u32(i);
    many.push_back(Statement{Domain{CoalitionId{{1}}, Mode::actual},
                             StatementType::ack,
                             DeviceId{{2}},
                             body.take(),
                             {}});
  }
  CHECK_FALSE(coalition::assemble(ProofKind::call, many));
  many.pop_back();
  const auto proof = coalition::assemble(ProofKind::call, many);
  REQUIRE(proof);
  CHECK(wire::decode<Proof>(wire::encode(*proof)));
}

}  // namespace tocsin
