// Ed25519 (RFC 8032), verified singly, never in batch.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/crypto/secret.h"

namespace tocsin::crypto {

using SignPublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

struct SignSeedTag;
using SignSeed = Secret<SignSeedTag, 32>;

SignSeed make_sign_seed(Random& random);
SignPublicKey sign_public_key(ByteView seed);
// seed: 32 bytes. Expands the key each time (about one hash) so that no expanded key is kept.
Signature sign(ByteView seed, ByteView message);
bool verify(const SignPublicKey& key, ByteView message, const Signature& signature);

}  // namespace tocsin::crypto
