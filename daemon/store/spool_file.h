// The spool on the disk: one file of a profile's folder, appended to while the profile is sealed,
// read and cleared when it is open. What stands in it: spool.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/store/spool.h"

namespace tocsin::store {

class SpoolFile {
 public:
  // Makes it if there is none. It is then empty and `key`'s, or holds whole entries of this key: a
  // torn tail is cut, and what was sealed to another key is gone, since nobody can open it.
  static Result<SpoolFile> open_to_append(const std::string& directory,
                                          const crypto::AgreePublicKey& key);
  // Nothing: there is none.
  static Result<std::optional<SpoolFile>> open_to_read(const std::string& directory);

  ~SpoolFile();
  SpoolFile(SpoolFile&& other) noexcept;
  SpoolFile& operator=(SpoolFile&& other) noexcept;
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;

  // Whose it is; nothing if its header is torn: then it holds nothing.
  const std::optional<crypto::AgreePublicKey>& key() const { return key_; }

  std::uint64_t bytes() const { return end_; }

  std::uint64_t entries() const { return entries_; }  // passed so far, none that were appended

  // All of it on the disk, or nothing: what was written of it is cut again.
  Result<void> append(ByteView entries);

  // To behind the last whole entry.
  Result<void> skip_all();
  // The next sealed boxes, at most `limit`; none: that was all, and what follows is torn.
  Result<std::vector<Bytes>> next(std::size_t limit);

 private:
  SpoolFile(int file, std::string directory) : file_{file}, directory_{std::move(directory)} {}

  Result<void> load();
  Result<void> begin(const crypto::AgreePublicKey& key);
  Result<Bytes> window(std::uint64_t from) const;
  Result<void> cut(std::uint64_t to) const;

  int file_;
  std::string directory_;
  std::optional<crypto::AgreePublicKey> key_;
  std::uint64_t entries_ = 0;
  std::uint64_t end_ = 0;  // to append: behind the last whole entry; to read: where we are
};

// How many whole entries lie there; none if there is no spool.
Result<std::uint64_t> count_spooled(const std::string& directory);
// Emptied, then gone.
Result<void> clear_spool(const std::string& directory);

}  // namespace tocsin::store
