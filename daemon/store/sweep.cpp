#include "daemon/store/sweep.h"

#include <array>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "daemon/store/database.h"
#include "daemon/store/files.h"
#include "daemon/store/migrations.h"
#include "daemon/store/profile_store.h"
#include "daemon/store/unlock.h"

namespace tocsin::store {
namespace {

constexpr std::uint32_t sweep_gap_days = 7;
constexpr std::uint64_t spare_bytes = std::uint64_t{64} * 1024 * 1024;

Result<Database> open_unchecked(const std::string& directory, const StoreKey& key) {
  TRY(Database database,
      Database::open(directory + "/" + database_name, key.reveal(), Database::Create::no));
  TRY_VOID(migrate(database));
  return database;
}

Result<Database> open_database(const std::string& directory, const StoreKey& key) {
  TRY(Database database, open_unchecked(directory, key));
  TRY_VOID(database.check());
  return database;
}

// A day that is yet to come was written under a wrong clock.
Result<bool> is_due(const Database& database, std::uint32_t today) {
  Query query = database.prepare("SELECT value FROM meta WHERE name = 'swept_day'");
  TRY(const bool has_day, query.step());
  return !has_day || query.integer(0) > today || query.integer(0) + sweep_gap_days <= today;
}

Result<void> note_sweep(const Database& database, std::uint32_t today) {
  Query note = database.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES('swept_day', ?1)");
  note.bind(1, std::int64_t{today});
  return note.run();
}

Result<void> sweep_database(const Database& database, std::uint32_t today) {
  TRY_VOID(database.check());
  TRY_VOID(database.vacuum());
  TRY_VOID(note_sweep(database, today));
  return database.truncate_log();
}

// Every column of every table; what a new one will need is added here and in migrations.cpp.
struct TableCopy {
  const char* read;
  const char* write;
  int columns;
};

constexpr std::array<TableCopy, 4> tables{
    {{"SELECT name, value FROM meta",
      "INSERT OR REPLACE INTO meta(name, value) VALUES(CAST(?1 AS TEXT), ?2)",
      2},
     {"SELECT slot, k FROM key_slot", "INSERT INTO key_slot(slot, k) VALUES(?1, ?2)", 2},
     {"SELECT tbl, key, slot, value FROM item",
      "INSERT INTO item(tbl, key, slot, value) VALUES(?1, ?2, ?3, ?4)",
      4},
     {"SELECT seq, id, route, expiry_hour, bucket, stamp, bytes FROM envelope",
      "INSERT INTO envelope(seq, id, route, expiry_hour, bucket, stamp, bytes) VALUES(?1, ?2, ?3, "
      "?4, ?5, ?6, ?7)",
      7}}};

Result<void> copy_table(const Database& from, const Database& to, const TableCopy& table) {
  Query read = from.prepare(table.read);
  Query write = to.prepare(table.write);
  while (true) {
    TRY(const bool has_row, read.step());
    if (!has_row) return {};
    for (int column = 0; column < table.columns; ++column) {
      if (read.is_null(column))
        write.bind_null(column + 1);
      else if (read.is_integer(column))
        write.bind(column + 1, read.integer(column));
      else
        write.bind(column + 1, read.bytes(column));
    }
    TRY_VOID(write.run());
  }
}

}  // namespace

Result<void> sweep(const std::string& directory, ByteView unlock_key, std::uint32_t today) {
  TRY(const StoreKey key, open_key(directory, unlock_key));
  TRY(const Database database, open_unchecked(directory, key));
  return sweep_database(database, today);
}

Result<bool> sweep_if_due(const std::string& directory, ByteView unlock_key, std::uint32_t today) {
  TRY(const StoreKey key, open_key(directory, unlock_key));
  TRY(const Database database, open_unchecked(directory, key));
  TRY(const bool is_due_today, is_due(database, today));
  if (!is_due_today || stored_bytes(directory) > sweep_bytes_max || !has_room_for_copy(directory))
    return false;
  TRY_VOID(sweep_database(database, today));
  return true;
}

bool has_room_for_copy(const std::string& directory) {
  return free_bytes(directory) >= stored_bytes(directory) + spare_bytes;
}

Result<void> rewrite(const std::string& directory,
                     const std::string& to,
                     ByteView unlock_key,
                     Random& random,
                     std::uint32_t today) {
  TRY(const KdfParameters kdf, read_kdf(directory));
  TRY(const StoreKey key, open_key(directory, unlock_key));
  TRY_VOID(ProfileStore::create(to, unlock_key, kdf, random));
  TRY(const StoreKey fresh, open_key(to, unlock_key));
  TRY(const Database from, open_database(directory, key));
  TRY(const Database target, open_database(to, fresh));
  TRY_VOID(target.run("BEGIN IMMEDIATE"));
  for (const TableCopy& table : tables) TRY_VOID(copy_table(from, target, table));
  TRY_VOID(note_sweep(target, today));
  TRY_VOID(target.run("COMMIT"));
  TRY_VOID(target.truncate_log());
  TRY_VOID(from.truncate_log());
  return sync_directory(to);
}

void destroy_key(const std::string& directory) {
  const int file = ::open((directory + "/" + key_name).c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return;
  const std::array<char, key_file_bytes> zeros{};
  static_cast<void>(::write(file, zeros.data(), zeros.size()) == 0);
  static_cast<void>(::fsync(file));
  ::close(file);
}

std::uint64_t stored_bytes(const std::string& directory) {
  std::uint64_t bytes = 0;
  for (const char* const name : {"", "-wal"}) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(directory + "/" + database_name + name, missing);
    bytes += missing ? 0 : size;
  }
  return bytes;
}

}  // namespace tocsin::store
