// The key file of a profile on disk: what a passphrase costs, whether a key is the one, and the
// change to another. What stands in it: key_file.h.
#pragma once

#include <string>

#include "core/base/random.h"
#include "core/base/result.h"
#include "daemon/store/key_file.h"
#include "daemon/store/profile_store.h"

namespace tocsin::store {

inline constexpr const char* key_name = "key";

// What the command line needs to derive the unlock key.
Result<KdfParameters> read_kdf(const std::string& directory);
// unauthenticated: a wrong key.
Result<StoreKey> open_key(const std::string& directory, ByteView unlock_key);
bool is_unlock_key(const std::string& directory, ByteView unlock_key);

struct UnlockKeys {
  ByteView old_key;
  ByteView new_key;
};

// The same store key under another unlock key: the file is replaced whole, so at any moment one of
// the two opens the profile, and after it the old one does not. unauthenticated: a wrong old key.
Result<void> change_unlock_key(const std::string& directory,
                               const UnlockKeys& keys,
                               const KdfParameters& kdf,
                               Random& random);

}  // namespace tocsin::store
