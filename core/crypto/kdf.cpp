#include "core/crypto/kdf.h"

#include <sodium.h>

#include "core/base/ensure.h"
#include "core/crypto/framing.h"

namespace tocsin::crypto {

void kdf(std::span<std::uint8_t> out,
         ByteView key,
         Label label,
         std::initializer_list<ByteView> parts) {
  ENSURE(key.size() == 32);
  ENSURE(out.size() >= 16 && out.size() <= 64);
  crypto_generichash_state state;
  ENSURE(crypto_generichash_init(&state, key.data(), key.size(), out.size()) == 0);
  frame(label, parts, [&](ByteView piece) {
    ENSURE(crypto_generichash_update(&state, piece.data(), piece.size()) == 0);
  });
  ENSURE(crypto_generichash_final(&state, out.data(), out.size()) == 0);
  sodium_memzero(&state, sizeof state);
}

}  // namespace tocsin::crypto
