// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) and ChaCha20-Poly1305-IETF (RFC 8439, the link's
// cipher). A sealed text is 16 bytes longer than its plaintext.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace tocsin::crypto {

inline constexpr std::size_t aead_tag_bytes = 16;

// Move-only and spent by use, so one nonce seals one thing.
class Nonce {
 public:
  static Nonce random(Random& random);
  // Only for keys that seal exactly one thing (channel.md §3, slots) or a counter the caller proves
  // fresh.
  static Nonce zero();
  static Nonce of(const std::array<std::uint8_t, 24>& bytes);

  Nonce(Nonce&&) = default;
  Nonce& operator=(Nonce&&) = default;
  Nonce(const Nonce&) = delete;
  Nonce& operator=(const Nonce&) = delete;
  ~Nonce() = default;

  const std::array<std::uint8_t, 24>& bytes() const { return bytes_; }

 private:
  explicit Nonce(const std::array<std::uint8_t, 24>& bytes) : bytes_{bytes} {}

  std::array<std::uint8_t, 24> bytes_;
};

Bytes xchacha_seal(ByteView key, Nonce nonce, ByteView ad, ByteView plain);
// unauthenticated: wrong key, nonce, ad or bytes.
Result<Bytes> xchacha_open(ByteView key,
                           const std::array<std::uint8_t, 24>& nonce,
                           ByteView ad,
                           ByteView sealed);

// Nonce = 4 zero bytes | u64 little-endian counter (Noise's ChaChaPoly).
Bytes chacha_seal(ByteView key, std::uint64_t counter, ByteView ad, ByteView plain);
Result<Bytes> chacha_open(ByteView key, std::uint64_t counter, ByteView ad, ByteView sealed);

}  // namespace tocsin::crypto
