#include "daemon/store/migrations.h"

namespace tocsin::store {
namespace {

// SQL of SQLite 3.15, which is what SQLCipher 3.4 has (ARCHITECTURE §6).
constexpr const char* schema_1 =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "INSERT INTO meta VALUES('incarnation', 0), ('commit_seq', 0);"
    "CREATE TABLE item(tbl INTEGER NOT NULL, key BLOB NOT NULL, slot INTEGER, value BLOB NOT NULL,"
    "  PRIMARY KEY(tbl, key)) WITHOUT ROWID;"
    "CREATE TABLE key_slot(slot INTEGER PRIMARY KEY, k BLOB NOT NULL);"
    "CREATE TABLE envelope(seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, route BLOB NOT NULL,"
    "  expiry_hour INTEGER NOT NULL, bucket INTEGER NOT NULL, stamp BLOB, bytes BLOB NOT NULL);"
    "PRAGMA user_version=1;"
    "COMMIT;";

}  // namespace

Result<void> migrate(const Database& database) {
  const std::int64_t found = database.user_version();
  if (found > schema_version)
    return fail(Errc::conflict, "this store was written by a newer program");
  if (found == schema_version) return {};
  return database.run(schema_1);
}

}  // namespace tocsin::store
