// A profile on disk: one directory with the database and the wrapped key, as the Store that a node
// runs over. The unlock key comes from the passphrase (Argon2id in the command line) or from a
// relay's key file; it is never stored.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::store {

inline constexpr const char* database_name = "store.db";

struct KdfParameters {
  std::array<std::uint8_t, 16> salt{};
  std::uint32_t memory_kib = 0;
  std::uint32_t passes = 0;
  friend bool operator==(const KdfParameters&, const KdfParameters&) = default;
};

class ProfileStore : public Store {
 public:
  // Writes directory/{store.db,key}, synced. The directory exists and is private.
  static Result<void> create(const std::string& directory,
                             ByteView unlock_key,
                             const KdfParameters& kdf,
                             Random& random);
  // unauthenticated: a wrong key.
  static Result<std::unique_ptr<ProfileStore>> open(const std::string& directory,
                                                    ByteView unlock_key);

  struct State;  // profile_store.cpp
  explicit ProfileStore(std::unique_ptr<State> state);
  ~ProfileStore() override;
  ProfileStore(const ProfileStore&) = delete;
  ProfileStore& operator=(const ProfileStore&) = delete;

  Snapshot snapshot() const;
  std::vector<StoredEnvelope> index() const;  // of the envelopes alone, by id
  std::uint64_t free_bytes() const;
  // The write-ahead log holds older key slots until it is truncated. Not in the middle of a batch,
  // and nothing if nothing was committed since.
  Result<void> truncate_log();
  void close();

  std::optional<Envelope> envelope(const EnvelopeId& id) const override;
  std::optional<Bytes> value(Table table, ByteView key) const override;
  std::vector<StoredRow> rows(Table table,
                              ByteView from,
                              std::size_t limit,
                              Order order = Order::ascending) const override;
  Result<void> stage(std::vector<Write> writes) override;
  Result<void> commit() override;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::store
