#include "core/model/invite.h"

#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin {

std::array<std::uint8_t, 32> invite_ticket(ByteView secret) {
  std::array<std::uint8_t, 32> ticket{};
  crypto::kdf(ticket, secret, labels::invite_ticket, {});
  return ticket;
}

std::array<std::uint8_t, 5> text_check(std::string_view prefix, ByteView body) {
  const crypto::Hash hash = crypto::hash(labels::text_check, {as_bytes(prefix), body});
  return Reader{hash}.array<5>();
}

}  // namespace tocsin
