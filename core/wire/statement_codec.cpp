#include "core/wire/statement_codec.h"

#include "core/base/checked.h"
#include "core/base/ensure.h"

namespace tocsin::wire {

template <>
Bytes encode<Statement>(const Statement& statement) {
  ENSURE(statement.body.size() <= statement_body_bytes_max);
  Writer out;
  out.u8(statement.domain.suite).u8(static_cast<std::uint8_t>(statement.domain.mode));
  out.u8(static_cast<std::uint8_t>(statement.type));
  out.bytes(statement.domain.coalition.view()).bytes(statement.author.view());
  out.u32(narrow<std::uint32_t>(statement.body.size())).bytes(statement.body);
  out.bytes(statement.signature);
  return out.take();
}

template <>
Result<Statement> decode<Statement>(ByteView bytes) {
  Reader in{bytes};
  const std::uint8_t suite = in.u8();
  const std::uint8_t mode = in.u8();
  const std::uint8_t type = in.u8();
  const CoalitionId coalition{in.array<32>()};
  const DeviceId author{in.array<32>()};
  const std::uint32_t length = in.u32();
  if (in.failed()) return fail(Errc::malformed, "a statement cut short");
  if (length > statement_body_bytes_max)
    return fail(Errc::limit_exceeded, "a statement body too long");
  const ByteView body = in.take(length);
  const crypto::Signature signature = in.array<64>();
  if (!in.finished()) return fail(Errc::malformed, "a statement of the wrong length");
  if (suite != suite_1) return fail(Errc::not_allowed, "an unknown suite");
  if (mode < static_cast<std::uint8_t>(Mode::actual) ||
      mode > static_cast<std::uint8_t>(Mode::rehearsal_exercise))
    return fail(Errc::not_allowed, "an unknown mode");
  if (!statement_type(type)) return fail(Errc::not_allowed, "an unknown statement type");
  const Domain domain{coalition, static_cast<Mode>(mode), suite};
  return Statement{domain, static_cast<StatementType>(type), author, to_bytes(body), signature};
}

}  // namespace tocsin::wire
