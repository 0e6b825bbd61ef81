// Argon2id (RFC 9106). For the command line alone: the passphrase never enters the daemon.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/secret.h"

namespace tocsin::crypto {

struct PasswordCost {
  std::uint32_t memory_kib;
  std::uint32_t passes;
  friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};

struct UnlockKeyTag;
using UnlockKey = Secret<UnlockKeyTag, 32>;

// unavailable: not enough memory.
Result<UnlockKey> argon2id(ByteView password,
                           const std::array<std::uint8_t, 16>& salt,
                           PasswordCost cost);

}  // namespace tocsin::crypto
