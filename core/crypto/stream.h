// Key streams: XChaCha20 for masks (link.md §3), ChaCha20 for set digests (gossip.md §5).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/bytes.h"

namespace tocsin::crypto {

// bytes ^= XChaCha20(key, nonce).
void xchacha20_xor(std::span<std::uint8_t> bytes,
                   ByteView key,
                   const std::array<std::uint8_t, 24>& nonce);
// `size` bytes of ChaCha20 key stream, nonce zero: the key must be of one use.
Bytes chacha20_stream(ByteView key, std::size_t size);

}  // namespace tocsin::crypto
