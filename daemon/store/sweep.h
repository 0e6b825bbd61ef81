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

// A sweep holds the store in memory; a larger one is only written anew.
inline constexpr std::uint64_t sweep_bytes_max = std::uint64_t{256} * 1024 * 1024;

// unauthenticated: a wrong key. `today` is kept: the next is due in sweep_gap_days.
Result<void> sweep(const std::string& directory, ByteView unlock_key, std::uint32_t today);
// Whether it was due and is done; not where it would be too large for memory or disk.
Result<bool> sweep_if_due(const std::string& directory, ByteView unlock_key, std::uint32_t today);
// Into `to`, which exists, is private and empty, under a fresh key wrapped for the same unlock key.
// It counts as a sweep.
Result<void> rewrite(const std::string& directory,
                     const std::string& to,
                     ByteView unlock_key,
                     Random& random,
                     std::uint32_t today);
// Whether the disk has room for a second copy of the store.
bool has_room_for_copy(const std::string& directory);
// Before its folder goes: what wrapped its key is overwritten.
void destroy_key(const std::string& directory);
// Of database and log.
std::uint64_t stored_bytes(const std::string& directory);

}  // namespace tocsin::store
