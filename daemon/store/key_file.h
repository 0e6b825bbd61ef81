// The key file: 256 fixed bytes that hold the store's random key, wrapped under the unlock key.
//   version u8 | salt 16 | memory_kib u32 | passes u32 | nonce 24 | wrapped 48 | zero to 256
// The first 25 bytes are associated data of the wrap, so a cost cannot be lowered unseen.
#pragma once

#include <string>

#include "core/base/random.h"
#include "core/crypto/secret.h"
#include "daemon/store/profile_store.h"

namespace tocsin::store {

using StoreKey = crypto::Secret<struct StoreKeyTag, 32>;

inline constexpr std::size_t key_file_bytes = 256;

Bytes make_key_file(const StoreKey& key,
                    ByteView unlock_key,
                    const KdfParameters& kdf,
                    Random& random);
// malformed: length or version.
Result<KdfParameters> kdf_of(ByteView file);
// unauthenticated: another unlock key.
Result<StoreKey> open_key_file(ByteView file, ByteView unlock_key);

}  // namespace tocsin::store
