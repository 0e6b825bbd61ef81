// X25519 (RFC 7748). An all-zero result is refused always.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/secret.h"

namespace tocsin::crypto {

using AgreePublicKey = std::array<std::uint8_t, 32>;

struct AgreeKeyTag;
using AgreeKey = Secret<AgreeKeyTag, 32>;

AgreeKey make_agree_key(Random& random);
AgreePublicKey agree_public_key(ByteView secret);
// out: 32 bytes. unauthenticated: the peer's key is of small order.
Result<void> agree(std::span<std::uint8_t> out, ByteView secret, ByteView public_key);

}  // namespace tocsin::crypto
