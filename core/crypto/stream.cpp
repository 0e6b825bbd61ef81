#include "core/crypto/stream.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

void xchacha20_xor(std::span<std::uint8_t> bytes,
                   ByteView key,
                   const std::array<std::uint8_t, 24>& nonce) {
  ENSURE(key.size() == crypto_stream_xchacha20_KEYBYTES);
  // What is empty may have no address, and the library wants one.
  if (bytes.empty()) return;
  ENSURE(crypto_stream_xchacha20_xor(
             bytes.data(), bytes.data(), bytes.size(), nonce.data(), key.data()) == 0);
}

Bytes chacha20_stream(ByteView key, std::size_t size) {
  ENSURE(key.size() == crypto_stream_chacha20_KEYBYTES);
  const std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
  Bytes stream(size);
  if (stream.empty()) return stream;
  ENSURE(crypto_stream_chacha20(stream.data(), stream.size(), nonce.data(), key.data()) == 0);
  return stream;
}

}  // namespace tocsin::crypto
