#include "core/crypto/short_hash.h"

#include <array>

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

std::uint64_t short_hash(ByteView key16, ByteView bytes) {
  ENSURE(key16.size() == crypto_shorthash_KEYBYTES);
  std::array<std::uint8_t, crypto_shorthash_BYTES> out{};
  ENSURE(crypto_shorthash(out.data(), bytes.data(), bytes.size(), key16.data()) == 0);
  return Reader{out}.u64();
}

}  // namespace tocsin::crypto
