#include "daemon/store/profile_store.h"

#include "core/base/ensure.h"
#include "core/crypto/os_random.h"
#include "daemon/store/files.h"
#include "daemon/store/key_file.h"
#include "daemon/store/migrations.h"
#include "daemon/store/rows.h"
#include "daemon/store/unlock.h"

namespace tocsin::store {
namespace {

constexpr const char* reserve_name = "reserve";
// Room for 900 stops of 2 kB and the purge that makes room, when the disk is full (ARCHITECTURE
// §6).
constexpr std::size_t reserve_bytes = 4 * 1024 * 1024;

}  // namespace

struct ProfileStore::State {
  State(std::string chosen_directory, Database opened)
      : directory{std::move(chosen_directory)}, database{std::move(opened)} {}

  Result<void> load() {
    TRY(KeySlots slots, KeySlots::load(database, random));
    rows.emplace(database, std::move(slots));
    return {};
  }

  Result<void> begin() {
    if (is_open_batch) return {};
    TRY_VOID(database.run("BEGIN IMMEDIATE"));
    is_open_batch = true;
    return {};
  }

  Result<void> apply_all() {
    TRY_VOID(begin());
    for (const Write& write : staged) TRY_VOID(rows->apply(write));
    return {};
  }

  // The disk is full: the transaction is undone, the reserve given back, and the whole batch staged
  // once more.
  Result<void> retry_with_reserve() {
    static_cast<void>(database.run("ROLLBACK"));
    is_open_batch = false;
    TRY_VOID(load());  // which slots are taken was rolled back too
    release_reserve(directory + "/" + reserve_name);
    return apply_all();
  }

  Result<void> commit_once() {
    TRY_VOID(database.run("UPDATE meta SET value = value + 1 WHERE name = 'commit_seq'"));
    TRY_VOID(database.run("COMMIT"));
    is_open_batch = false;
    return {};
  }

  // A failed read poisons the batch: what the core decided on it must not become durable.
  template <class T>
  T heard(Result<T> result, T otherwise) {
    if (result) return *std::move(result);
    has_failed = true;
    return otherwise;
  }

  std::string directory;
  Database database;
  crypto::OsRandom random;
  std::optional<Rows> rows;
  std::vector<Write> staged;
  bool is_open_batch = false;
  bool has_failed = false;
  bool is_first_commit = true;
  bool is_log_used = true;  // since it was truncated; opening writes too
};

ProfileStore::ProfileStore(std::unique_ptr<State> state) : state_{std::move(state)} {}

ProfileStore::~ProfileStore() {
  close();
}

Result<void> ProfileStore::create(const std::string& directory,
                                  ByteView unlock_key,
                                  const KdfParameters& kdf,
                                  Random& random) {
  const StoreKey key = StoreKey::make([&](std::span<std::uint8_t, 32> out) { random.fill(out); });
  {
    TRY(const Database database,
        Database::open(directory + "/" + database_name, key.reveal(), Database::Create::yes));
    TRY_VOID(migrate(database));
    TRY_VOID(database.truncate_log());
  }
  TRY_VOID(reserve_file(directory, reserve_name, reserve_bytes));
  return write_file(directory, key_name, make_key_file(key, unlock_key, kdf, random));
}

Result<std::unique_ptr<ProfileStore>> ProfileStore::open(const std::string& directory,
                                                         ByteView unlock_key) {
  TRY(const StoreKey key, open_key(directory, unlock_key));
  TRY(Database database,
      Database::open(directory + "/" + database_name, key.reveal(), Database::Create::no));
  TRY_VOID(migrate(database));
  TRY_VOID(database.check());
  // Of a passphrase that a crash kept from becoming the one.
  forget_unfinished(directory, key_name);
  TRY_VOID(database.run("UPDATE meta SET value = value + 1 WHERE name = 'incarnation'"));
  auto state = std::make_unique<State>(directory, std::move(database));
  TRY_VOID(state->load());
  // Only comfort: without room for it now, a full disk later is a fail-stop.
  static_cast<void>(reserve_file(directory, reserve_name, reserve_bytes));
  return std::make_unique<ProfileStore>(std::move(state));
}

Snapshot ProfileStore::snapshot() const {
  return state_->heard(state_->rows->snapshot(), Snapshot{});
}

std::vector<StoredEnvelope> ProfileStore::index() const {
  return state_->heard(state_->rows->index(), std::vector<StoredEnvelope>{});
}

std::uint64_t ProfileStore::free_bytes() const {
  return store::free_bytes(state_->directory);
}

Result<void> ProfileStore::truncate_log() {
  State& state = *state_;
  if (!state.is_log_used || state.is_open_batch || state.has_failed) return {};
  TRY_VOID(state.database.truncate_log());
  state.is_log_used = false;
  return {};
}

void ProfileStore::close() {
  if (state_ == nullptr) return;
  if (state_->is_open_batch) static_cast<void>(state_->database.run("ROLLBACK"));
  if (!state_->has_failed) static_cast<void>(state_->database.truncate_log());
  state_.reset();
}

std::optional<Envelope> ProfileStore::envelope(const EnvelopeId& id) const {
  return state_->heard(state_->rows->envelope(id), std::optional<Envelope>{});
}

std::optional<Bytes> ProfileStore::value(Table table, ByteView key) const {
  return state_->heard(state_->rows->value(table, key), std::optional<Bytes>{});
}

std::vector<StoredRow> ProfileStore::rows(Table table,
                                          ByteView from,
                                          std::size_t limit,
                                          Order order) const {
  return state_->heard(state_->rows->page(table, from, limit, order), std::vector<StoredRow>{});
}

Result<void> ProfileStore::stage(std::vector<Write> writes) {
  State& state = *state_;
  if (state.has_failed) return fail(Errc::storage, "the store has failed");
  if (writes.empty()) return {};
  TRY_VOID(state.begin());
  for (Write& write : writes) {
    const auto applied = state.rows->apply(write);
    state.staged.push_back(std::move(write));
    if (applied) continue;
    if (applied.error().code != Errc::limit_exceeded) state.has_failed = true;
    if (state.has_failed) return applied;
    if (const auto again = state.retry_with_reserve(); !again) {
      state.has_failed = true;
      return again;
    }
  }
  return {};
}

Result<void> ProfileStore::commit() {
  State& state = *state_;
  if (state.has_failed) return fail(Errc::storage, "the store has failed");
  if (!state.is_open_batch) return {};
  auto committed = state.commit_once();
  if (!committed && committed.error().code == Errc::limit_exceeded) {
    committed = state.retry_with_reserve();
    if (committed) committed = state.commit_once();
  }
  if (!committed) {
    state.has_failed = true;
    return committed;
  }
  state.staged.clear();
  state.is_log_used = true;
  // SQLite hides a failed directory sync of its new log; ours does not.
  if (std::exchange(state.is_first_commit, false)) return sync_directory(state.directory);
  return {};
}

}  // namespace tocsin::store
