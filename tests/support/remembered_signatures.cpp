// The check of a signature is a pure function and the dearest one there is, and in a program with
// many nodes each asks it of the same bytes. So it is answered from memory the second time: this
// definition stands before libsodium's, in the programs that CMakeLists.txt gives it to.
#include <array>
#include <cstdint>
#include <map>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"

extern "C" {
int crypto_sign_verify_detached(const unsigned char* signature,
                                const unsigned char* message,
                                unsigned long long length,
                                const unsigned char* key);
// Libsodium's other name for the same check.
int crypto_sign_ed25519_verify_detached(const unsigned char* signature,
                                        const unsigned char* message,
                                        unsigned long long length,
                                        const unsigned char* key);
}

namespace {

constexpr std::size_t signature_bytes = 64;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t answers_max = 1U << 20U;

tocsin::Bytes all_asked(const unsigned char* signature,
                        const unsigned char* message,
                        std::size_t length,
                        const unsigned char* key) {
  tocsin::Bytes all(signature, signature + signature_bytes);
  all.insert(all.end(), key, key + key_bytes);
  all.insert(all.end(), message, message + length);
  return all;
}

}  // namespace

int crypto_sign_verify_detached(const unsigned char* signature,
                                const unsigned char* message,
                                unsigned long long length,
                                const unsigned char* key) {
  static std::map<std::array<std::uint8_t, 32>, int> answers;
  if (answers.size() >= answers_max) answers.clear();
  const auto asked = tocsin::crypto::blake2b_256(all_asked(signature, message, length, key));
  const auto [answer, is_new] = answers.try_emplace(asked, 0);
  if (is_new) answer->second = crypto_sign_ed25519_verify_detached(signature, message, length, key);
  return answer->second;
}
