// ENSURE states what only our own bug can break. It stays in release builds and aborts:
// a daemon that has lost its own invariants must not go on signing. What the world can break
// is a Result (result.h).
#pragma once

namespace tocsin {

[[noreturn]] void ensure_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace tocsin

#define ENSURE(expression) \
  ((expression) ? static_cast<void>(0) : ::tocsin::ensure_failed(#expression, __FILE__, __LINE__))
