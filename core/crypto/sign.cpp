#include "core/crypto/sign.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

SignSeed make_sign_seed(Random& random) {
  return SignSeed::make([&](std::span<std::uint8_t> out) { random.fill(out); });
}

SignPublicKey sign_public_key(ByteView seed) {
  ENSURE(seed.size() == crypto_sign_SEEDBYTES);
  SignPublicKey key{};
  ScratchKey<crypto_sign_SECRETKEYBYTES> expanded;
  ENSURE(crypto_sign_seed_keypair(key.data(), expanded.fill().data(), seed.data()) == 0);
  return key;
}

Signature sign(ByteView seed, ByteView message) {
  ENSURE(seed.size() == crypto_sign_SEEDBYTES);
  SignPublicKey key{};
  ScratchKey<crypto_sign_SECRETKEYBYTES> expanded;
  ENSURE(crypto_sign_seed_keypair(key.data(), expanded.fill().data(), seed.data()) == 0);
  Signature signature{};
  ENSURE(crypto_sign_detached(
             signature.data(), nullptr, message.data(), message.size(), expanded.reveal().data()) ==
         0);
  return signature;
}

bool verify(const SignPublicKey& key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(
             signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace tocsin::crypto
