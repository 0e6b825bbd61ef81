#include "core/crypto/secret.h"

#include <sodium.h>

#include "core/base/ensure.h"

namespace tocsin::crypto {

void wipe(std::span<std::uint8_t> bytes) noexcept {
  sodium_memzero(bytes.data(), bytes.size());
}

void wipe_stack() noexcept {
  constexpr std::size_t depth = 512 * 1024;
  sodium_stackzero(depth);
}

bool equal(ByteView a, ByteView b) noexcept {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace guarded {

std::uint8_t* allocate(std::size_t size) {
  // A block taken before the library starts cannot be freed after it: the page size it counts with
  // changes. Starting twice costs nothing.
  ENSURE(sodium_init() >= 0);
  void* const page = sodium_malloc(size);
  // Too many live blocks or no memory: a key without its guards is not an answer.
  ENSURE(page != nullptr);
  return static_cast<std::uint8_t*>(page);
}

void make_read_only(std::uint8_t* page) noexcept {
  ENSURE(sodium_mprotect_readonly(page) == 0);
}

void release(std::uint8_t* page) noexcept {
  sodium_free(page);
}

}  // namespace guarded
}  // namespace tocsin::crypto
