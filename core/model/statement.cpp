#include "core/model/statement.h"

#include "core/base/checked.h"
#include "core/crypto/hash.h"

namespace tocsin {

std::string_view type_name(StatementType type) {
  switch (type) {
    case StatementType::charter:
      return "charter";
    case StatementType::manifest:
      return "manifest";
    case StatementType::roll:
      return "roll";
    case StatementType::freeze:
      return "freeze";
    case StatementType::proposal:
      return "proposal";
    case StatementType::signoff:
      return "signoff";
    case StatementType::call:
      return "call";
    case StatementType::stop:
      return "stop";
    case StatementType::ack:
      return "ack";
    case StatementType::report:
      return "report";
    case StatementType::debrief:
      return "debrief";
    case StatementType::relay_cert:
      return "relay_cert";
    case StatementType::relay_drop:
      return "relay_drop";
    case StatementType::device:
      return "device";
    case StatementType::keys:
      return "keys";
    case StatementType::channel:
      return "channel";
    case StatementType::epoch:
      return "epoch";
    case StatementType::repair:
      return "repair";
    case StatementType::join:
      return "join";
    case StatementType::reveal:
      return "reveal";
  }
  return "";
}

Result<StatementType> statement_type(std::uint8_t byte) {
  const auto type = static_cast<StatementType>(byte);
  if (type_name(type).empty()) return fail(Errc::malformed, "an unknown statement type");
  return type;
}

Bytes signature_input(const Domain& domain, std::string_view type, ByteView body) {
  constexpr std::uint32_t domain_bytes = 34;
  Writer input;
  input.bytes(as_bytes("tocsin-v1")).u32(domain_bytes);
  input.bytes(domain.coalition.view()).u8(static_cast<std::uint8_t>(domain.mode)).u8(domain.suite);
  input.u32(narrow<std::uint32_t>(type.size())).bytes(as_bytes(type));
  input.u32(narrow<std::uint32_t>(body.size())).bytes(body);
  return input.take();
}

StatementId statement_id(ByteView input) {
  return StatementId{crypto::blake2b_256(input)};
}

Bytes Statement::input() const {
  return signature_input(domain, type_name(type), body);
}

StatementId Statement::id() const {
  return statement_id(input());
}

bool Statement::is_signed_by(const crypto::SignPublicKey& key) const {
  return crypto::verify(key, input(), signature);
}

Statement sign_statement(
    const Domain& domain, StatementType type, DeviceId author, Bytes body, ByteView idk_seed) {
  const crypto::Signature signature =
      crypto::sign(idk_seed, signature_input(domain, type_name(type), body));
  return Statement{domain, type, author, std::move(body), signature};
}

}  // namespace tocsin
