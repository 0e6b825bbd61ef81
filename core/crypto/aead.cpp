#include "core/crypto/aead.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {
namespace {

using CounterNonce = std::array<std::uint8_t, 12>;

CounterNonce counter_nonce(std::uint64_t counter) {
  CounterNonce nonce{};
  for (std::size_t i = 4; i < nonce.size(); ++i) {
    nonce[i] = static_cast<std::uint8_t>(counter & 0xff);
    counter >>= 8;
  }
  return nonce;
}

}  // namespace

Nonce Nonce::random(Random& random) {
  return Nonce{random.array<24>()};
}

Nonce Nonce::zero() {
  return Nonce{std::array<std::uint8_t, 24>{}};
}

Nonce Nonce::of(const std::array<std::uint8_t, 24>& bytes) {
  return Nonce{bytes};
}

Bytes xchacha_seal(ByteView key, Nonce nonce, ByteView ad, ByteView plain) {
  ENSURE(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  Bytes sealed(plain.size() + aead_tag_bytes);
  ENSURE(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(),
                                                    nullptr,
                                                    plain.data(),
                                                    plain.size(),
                                                    ad.data(),
                                                    ad.size(),
                                                    nullptr,
                                                    nonce.bytes().data(),
                                                    key.data()) == 0);
  return sealed;
}

Result<Bytes> xchacha_open(ByteView key,
                           const std::array<std::uint8_t, 24>& nonce,
                           ByteView ad,
                           ByteView sealed) {
  ENSURE(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  if (sealed.size() < aead_tag_bytes) return fail(Errc::unauthenticated, "shorter than a tag");
  Bytes plain(sealed.size() - aead_tag_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(),
                                                 nullptr,
                                                 nullptr,
                                                 sealed.data(),
                                                 sealed.size(),
                                                 ad.data(),
                                                 ad.size(),
                                                 nonce.data(),
                                                 key.data()) != 0)
    return fail(Errc::unauthenticated, "the seal does not hold");
  return plain;
}

Bytes chacha_seal(ByteView key, std::uint64_t counter, ByteView ad, ByteView plain) {
  ENSURE(key.size() == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
  Bytes sealed(plain.size() + aead_tag_bytes);
  ENSURE(crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(),
                                                   nullptr,
                                                   plain.data(),
                                                   plain.size(),
                                                   ad.data(),
                                                   ad.size(),
                                                   nullptr,
                                                   counter_nonce(counter).data(),
                                                   key.data()) == 0);
  return sealed;
}

Result<Bytes> chacha_open(ByteView key, std::uint64_t counter, ByteView ad, ByteView sealed) {
  ENSURE(key.size() == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
  if (sealed.size() < aead_tag_bytes) return fail(Errc::unauthenticated, "shorter than a tag");
  Bytes plain(sealed.size() - aead_tag_bytes);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(plain.data(),
                                                nullptr,
                                                nullptr,
                                                sealed.data(),
                                                sealed.size(),
                                                ad.data(),
                                                ad.size(),
                                                counter_nonce(counter).data(),
                                                key.data()) != 0)
    return fail(Errc::unauthenticated, "the seal does not hold");
  return plain;
}

}  // namespace tocsin::crypto
