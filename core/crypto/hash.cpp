#include "core/crypto/hash.h"

#include <sodium.h>

#include "core/base/ensure.h"
#include "core/crypto/framing.h"

namespace tocsin::crypto {

Bytes framed(Label label, std::initializer_list<ByteView> parts) {
  Writer writer;
  frame(label, parts, [&](ByteView piece) { writer.bytes(piece); });
  return writer.take();
}

Hash blake2b_256(ByteView bytes) {
  Hash out{};
  ENSURE(crypto_generichash(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0) == 0);
  return out;
}

Hash hash(Label label, std::initializer_list<ByteView> parts) {
  Hash out{};
  crypto_generichash_state state;
  ENSURE(crypto_generichash_init(&state, nullptr, 0, out.size()) == 0);
  frame(label, parts, [&](ByteView piece) {
    ENSURE(crypto_generichash_update(&state, piece.data(), piece.size()) == 0);
  });
  ENSURE(crypto_generichash_final(&state, out.data(), out.size()) == 0);
  sodium_memzero(&state, sizeof state);
  return out;
}

std::array<std::uint8_t, 16> blake2b_128_keyed(ByteView key, ByteView bytes) {
  ENSURE(key.size() == 32);
  std::array<std::uint8_t, 16> out{};
  ENSURE(crypto_generichash(
             out.data(), out.size(), bytes.data(), bytes.size(), key.data(), key.size()) == 0);
  return out;
}

}  // namespace tocsin::crypto
