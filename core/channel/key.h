// One of many keys: chain keys, tree nodes, keys of a day. Wiped when freed; a copy is wiped as
// well, and receiving works on copies. It is kept in numbers that guarded pages (crypto::Secret)
// would not bear; single long-lived secrets are crypto::Secrets. Next: puncture.h, ratchet.h.
#pragma once

#include <array>
#include <span>

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/crypto/hash.h"
#include "core/crypto/kdf.h"
#include "core/crypto/secret.h"

namespace tocsin::channel {

class StepKey {
 public:
  StepKey() = default;

  explicit StepKey(ByteView bytes) {
    ENSURE(bytes.size() == bytes_.size());
    std::ranges::copy(bytes, bytes_.begin());
  }

  StepKey(const StepKey&) = default;
  StepKey& operator=(const StepKey&) = default;

  ~StepKey() { crypto::wipe(bytes_); }

  ByteView reveal() const { return bytes_; }

  std::span<std::uint8_t, 32> fill() { return bytes_; }

  static StepKey derive(ByteView key, crypto::Label label, std::initializer_list<ByteView> parts) {
    StepKey out;
    crypto::kdf(out.fill(), key, label, parts);
    return out;
  }

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

// XTR(salt, x..) of channel.md.
StepKey extract(ByteView salt, std::initializer_list<ByteView> parts);

// u32 and u8 as parts of a derivation.
inline std::array<std::uint8_t, 4> part(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value),
          static_cast<std::uint8_t>(value >> 8U),
          static_cast<std::uint8_t>(value >> 16U),
          static_cast<std::uint8_t>(value >> 24U)};
}

}  // namespace tocsin::channel
