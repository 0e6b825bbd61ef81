#include "core/crypto/password.h"

#include <sodium.h>

namespace tocsin::crypto {
namespace {

constexpr std::uint32_t memory_kib_min = crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024;

}  // namespace

Result<UnlockKey> argon2id(ByteView password,
                           const std::array<std::uint8_t, 16>& salt,
                           PasswordCost cost) {
  static_assert(crypto_pwhash_argon2id_SALTBYTES == 16);
  // The cost comes out of a key file, so nonsense there is an answer, not our bug.
  if (cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN || cost.memory_kib < memory_kib_min)
    return fail(Errc::malformed, "no password cost this low exists");
  // char and unsigned char may alias; a copy as text would be one more place to wipe.
  // An empty view may have no address, and the library wants one.
  const void* const bytes = password.empty() ? salt.data() : password.data();
  const auto* const typed = static_cast<const char*>(bytes);
  ScratchKey<32> derived;
  if (crypto_pwhash_argon2id(derived.fill().data(),
                             derived.fill().size(),
                             typed,
                             password.size(),
                             salt.data(),
                             cost.passes,
                             std::size_t{cost.memory_kib} * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
    return fail(Errc::unavailable, "not enough memory for the password cost");
  return UnlockKey::copy_of(derived.reveal());
}

}  // namespace tocsin::crypto
