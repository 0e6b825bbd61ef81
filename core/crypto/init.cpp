#include "core/crypto/init.h"

#include <sodium.h>

namespace tocsin::crypto {
namespace {

// libsodium 1.0.18 numbers its library 10.3; 1.0.19 and later begin at 26.
bool is_new_enough() {
  const int major = sodium_library_version_major();
  return major > 10 || (major == 10 && sodium_library_version_minor() >= 3);
}

}  // namespace

Result<void> init() {
  if (sodium_init() < 0) return fail(Errc::unavailable, "libsodium does not start");
  if (!is_new_enough()) return fail(Errc::unavailable, "libsodium is older than 1.0.18");
  return {};
}

}  // namespace tocsin::crypto
