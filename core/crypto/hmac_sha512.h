// HMAC-SHA-512 with keys of any length, and SHA-512 (RFC 2104, RFC 6234): Noise's HASH and HKDF.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "core/base/bytes.h"

namespace tocsin::crypto {

using Hash512 = std::array<std::uint8_t, 64>;

Hash512 sha512(std::initializer_list<ByteView> parts);
Hash512 hmac_sha512(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace tocsin::crypto
