// crypto_box_seal's format (X25519, XSalsa20-Poly1305) with the ephemeral key drawn from Random
// (link.md §6). 48 bytes longer than the plaintext.
#pragma once

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace tocsin::crypto {

inline constexpr std::size_t sealed_box_overhead = 48;

// unauthenticated: a public key of small order.
Result<Bytes> sealed_box_seal(Random& random, ByteView public_key, ByteView plain);
Result<Bytes> sealed_box_open(ByteView secret_key, ByteView sealed);

}  // namespace tocsin::crypto
