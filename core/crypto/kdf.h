// KDF(k, label, x..) = BLAKE2b keyed with k over F(label, x..), PROTOCOL §2.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"

namespace tocsin::crypto {

// out: 16 to 64 bytes (ENSUREd); key: 32 bytes.
void kdf(std::span<std::uint8_t> out,
         ByteView key,
         Label label,
         std::initializer_list<ByteView> parts);

}  // namespace tocsin::crypto
