#include "core/crypto/hmac_sha512.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

Hash512 sha512(std::initializer_list<ByteView> parts) {
  Hash512 out{};
  crypto_hash_sha512_state state;
  ENSURE(crypto_hash_sha512_init(&state) == 0);
  for (const ByteView part : parts)
    ENSURE(crypto_hash_sha512_update(&state, part.data(), part.size()) == 0);
  ENSURE(crypto_hash_sha512_final(&state, out.data()) == 0);
  sodium_memzero(&state, sizeof state);
  return out;
}

Hash512 hmac_sha512(ByteView key, std::initializer_list<ByteView> parts) {
  Hash512 out{};
  crypto_auth_hmacsha512_state state;
  ENSURE(crypto_auth_hmacsha512_init(&state, key.data(), key.size()) == 0);
  for (const ByteView part : parts)
    ENSURE(crypto_auth_hmacsha512_update(&state, part.data(), part.size()) == 0);
  ENSURE(crypto_auth_hmacsha512_final(&state, out.data()) == 0);
  sodium_memzero(&state, sizeof state);
  return out;
}

}  // namespace tocsin::crypto
