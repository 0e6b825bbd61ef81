#include "core/crypto/agree.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

AgreeKey make_agree_key(Random& random) {
  return AgreeKey::make([&](std::span<std::uint8_t> out) { random.fill(out); });
}

AgreePublicKey agree_public_key(ByteView secret) {
  ENSURE(secret.size() == crypto_scalarmult_SCALARBYTES);
  AgreePublicKey out{};
  ENSURE(crypto_scalarmult_base(out.data(), secret.data()) == 0);
  return out;
}

Result<void> agree(std::span<std::uint8_t> out, ByteView secret, ByteView public_key) {
  ENSURE(out.size() == crypto_scalarmult_BYTES);
  ENSURE(secret.size() == crypto_scalarmult_SCALARBYTES);
  ENSURE(public_key.size() == crypto_scalarmult_BYTES);
  if (crypto_scalarmult(out.data(), secret.data(), public_key.data()) != 0) {
    // Whoever overlooks the refusal must not go on with half a result.
    wipe(out);
    return fail(Errc::unauthenticated, "an agreement key of small order");
  }
  return {};
}

}  // namespace tocsin::crypto
