#include "daemon/store/unlock.h"

#include "daemon/store/files.h"

namespace tocsin::store {

Result<KdfParameters> read_kdf(const std::string& directory) {
  TRY(const Bytes file, read_file(directory + "/" + key_name, key_file_bytes));
  return kdf_of(file);
}

Result<StoreKey> open_key(const std::string& directory, ByteView unlock_key) {
  TRY(const Bytes file, read_file(directory + "/" + key_name, key_file_bytes));
  return open_key_file(file, unlock_key);
}

bool is_unlock_key(const std::string& directory, ByteView unlock_key) {
  return open_key(directory, unlock_key).has_value();
}

Result<void> change_unlock_key(const std::string& directory,
                               const UnlockKeys& keys,
                               const KdfParameters& kdf,
                               Random& random) {
  TRY(const StoreKey key, open_key(directory, keys.old_key));
  return write_file(directory, key_name, make_key_file(key, keys.new_key, kdf, random));
}

}  // namespace tocsin::store
