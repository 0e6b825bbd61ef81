#include "core/crypto/os_random.h"

#include <sodium.h>

namespace tocsin::crypto {

void OsRandom::fill(std::span<std::uint8_t> out) {
  randombytes_buf(out.data(), out.size());
}

}  // namespace tocsin::crypto
