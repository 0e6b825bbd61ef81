#include "core/crypto/sealed_box.h"

#include <array>
#include <cstdint>

#include <sodium.h>

#include "core/base/ensure.h"
#include "core/crypto/agree.h"
#include "core/crypto/secret.h"

namespace tocsin::crypto {
namespace {

std::array<std::uint8_t, crypto_box_NONCEBYTES> box_nonce(ByteView ephemeral_key,
                                                          ByteView public_key) {
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
  crypto_generichash_state state;
  ENSURE(crypto_generichash_init(&state, nullptr, 0, nonce.size()) == 0);
  ENSURE(crypto_generichash_update(&state, ephemeral_key.data(), ephemeral_key.size()) == 0);
  ENSURE(crypto_generichash_update(&state, public_key.data(), public_key.size()) == 0);
  ENSURE(crypto_generichash_final(&state, nonce.data(), nonce.size()) == 0);
  return nonce;
}

}  // namespace

Result<Bytes> sealed_box_seal(Random& random, ByteView public_key, ByteView plain) {
  static_assert(sealed_box_overhead == crypto_box_SEALBYTES);
  ENSURE(public_key.size() == crypto_box_PUBLICKEYBYTES);
  ScratchKey<crypto_box_SECRETKEYBYTES> ephemeral;
  random.fill(ephemeral.fill());
  const AgreePublicKey ephemeral_public = agree_public_key(ephemeral.reveal());

  Bytes sealed = to_bytes(ByteView{ephemeral_public});
  sealed.resize(plain.size() + sealed_box_overhead);
  if (crypto_box_easy(sealed.data() + ephemeral_public.size(),
                      plain.data(),
                      plain.size(),
                      box_nonce(ephemeral_public, public_key).data(),
                      public_key.data(),
                      ephemeral.reveal().data()) != 0)
    return fail(Errc::unauthenticated, "an agreement key of small order");
  return sealed;
}

Result<Bytes> sealed_box_open(ByteView secret_key, ByteView sealed) {
  ENSURE(secret_key.size() == crypto_box_SECRETKEYBYTES);
  if (sealed.size() < sealed_box_overhead)
    return fail(Errc::unauthenticated, "shorter than an empty sealed box");
  const AgreePublicKey public_key = agree_public_key(secret_key);
  Bytes plain(sealed.size() - sealed_box_overhead);
  if (crypto_box_seal_open(
          plain.data(), sealed.data(), sealed.size(), public_key.data(), secret_key.data()) != 0)
    return fail(Errc::unauthenticated, "the sealed box does not open");
  return plain;
}

}  // namespace tocsin::crypto
