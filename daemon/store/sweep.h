// What deletion leaves behind and how it is cleared away. Whoever has the key reads no forgotten
// value, for its slot is zero; days, ids and sizes still lie in unused parts of pages. A sweep
// writes the pages anew; a rotation writes the whole store anew under another key, so that no old
// copy of key file or passphrase opens it. The store is closed meanwhile.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace tocsin::store {

// unauthenticated: a wrong key.
Result<void> sweep(const std::string& directory, ByteView unlock_key);
// Into `to`, which exists, is private and empty, under a fresh key wrapped for the same unlock key.
Result<void> rewrite(const std::string& directory,
                     const std::string& to,
                     ByteView unlock_key,
                     Random& random);
// Before its folder goes: what wrapped its key is overwritten.
void destroy_key(const std::string& directory);
// Of database and log.
std::uint64_t stored_bytes(const std::string& directory);

}  // namespace tocsin::store
