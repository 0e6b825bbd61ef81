#include "daemon/store/database.h"

#include <array>
#include <cstring>
#include <utility>

#define SQLITE_HAS_CODEC 1
#include <sqlcipher/sqlite3.h>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/crypto/secret.h"
#include "daemon/store/sqlite_memory.h"

namespace tocsin::store {
namespace {

// One file format on SQLCipher 3.4 and 4: compatibility first, for it resets the page size. Unknown
// pragmas are ignored by 3.4, which knows no other format.
constexpr const char* format_pragmas =
    "PRAGMA cipher_compatibility=3; PRAGMA cipher_page_size=4096; PRAGMA kdf_iter=64000; PRAGMA "
    "cipher_use_hmac=ON;"
    "PRAGMA cipher_hmac_algorithm=HMAC_SHA1; PRAGMA cipher_kdf_algorithm=PBKDF2_HMAC_SHA1;"
    "PRAGMA cipher_plaintext_header_size=0;";

constexpr const char* mode_pragmas =
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
    "secure_delete=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA "
    "foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF; PRAGMA wal_autocheckpoint=1000;";

Result<void> result_of(int code) {
  switch (code & 0xff) {
    case SQLITE_OK:
      return {};
    case SQLITE_NOTADB:
      return fail(Errc::unauthenticated, "wrong key, or not a store");
    case SQLITE_FULL:
      return fail(Errc::limit_exceeded, "the disk is full");
    case SQLITE_BUSY:
    case SQLITE_MISUSE:
      ENSURE(!"a query of ours misused the store");
      break;
    case SQLITE_CORRUPT:
      return fail(Errc::storage, "the store is damaged");
    default:
      break;
  }
  return fail(Errc::storage, "the store cannot be read or written");
}

// "x'<64 hex digits>'": a raw key, so nothing is derived from it. The digits live on this stack
// alone.
class HexKey {
 public:
  explicit HexKey(ByteView key) {
    constexpr std::string_view digits = "0123456789abcdef";
    ENSURE(key.size() == 32);
    auto out = text_.fill();
    std::size_t at = 0;
    out[at++] = 'x';
    out[at++] = '\'';
    for (const std::uint8_t byte : key) {
      out[at++] = static_cast<std::uint8_t>(digits[byte >> 4]);
      out[at++] = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    out[at] = '\'';
  }

  ByteView view() const { return text_.reveal(); }

 private:
  crypto::ScratchKey<67> text_;
};

}  // namespace

Result<void> start_sqlite() {
  static const int code = [] {
    sqlite3_mem_methods memory = wiping_memory();
    int failed = sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
    failed |= sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    failed |= sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return failed == SQLITE_OK ? sqlite3_initialize() : failed;
  }();
  return result_of(code);
}

Query::~Query() {
  sqlite3_finalize(statement_);
}

Query::Query(Query&& other) noexcept : statement_{std::exchange(other.statement_, nullptr)} {}

Query& Query::operator=(Query&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}

Query& Query::bind(int position, std::int64_t value) {
  ENSURE(sqlite3_bind_int64(statement_, position, value) == SQLITE_OK);
  return *this;
}

Query& Query::bind(int position, ByteView value) {
  // An empty view may have no address, and SQLite takes a null address for NULL.
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  ENSURE(sqlite3_bind_blob(statement_, position, data, narrow<int>(value.size()), SQLITE_STATIC) ==
         SQLITE_OK);
  return *this;
}

Query& Query::bind_null(int position) {
  ENSURE(sqlite3_bind_null(statement_, position) == SQLITE_OK);
  return *this;
}

Result<bool> Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  TRY_VOID(result_of(code));
  return false;
}

Result<void> Query::run() {
  auto has_row = step();
  reset();
  if (!has_row) return fail(has_row.error());
  return {};
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

ByteView Query::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Query::is_integer(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

void Query::reset() {
  sqlite3_reset(statement_);  // repeats the code of the last step, which was heard already
  sqlite3_clear_bindings(statement_);
}

Result<Database> Database::open(const std::string& path, ByteView key, Create create) {
  TRY_VOID(start_sqlite());
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                    (create == Create::yes ? SQLITE_OPEN_CREATE : 0);
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  Database database{connection};
  TRY_VOID(result_of(code));
  TRY_VOID(database.configure(key));
  TRY_VOID(database.confirm());
  return database;
}

Database::~Database() {
  if (connection_ != nullptr) sqlite3_close(connection_);
}

Database::Database(Database&& other) noexcept
    : connection_{std::exchange(other.connection_, nullptr)} {}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(connection_, other.connection_);
  return *this;
}

Result<void> Database::configure(ByteView key) const {
  sqlite3_limit(connection_, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(connection_, SQLITE_LIMIT_LENGTH, 2 * 1024 * 1024);
  sqlite3_limit(connection_, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
  // 4.6 logs key errors to stderr unless told first; 3.4 does not know the words, which is
  // harmless.
  TRY_VOID(run("PRAGMA cipher_log_level=NONE; PRAGMA cipher_log=off;"));
  const HexKey hex{key};
  TRY_VOID(result_of(
      sqlite3_key_v2(connection_, "main", hex.view().data(), narrow<int>(hex.view().size()))));
  TRY_VOID(run(format_pragmas));
  TRY_VOID(run("SELECT count(*) FROM sqlite_master;"));
  return run(mode_pragmas);
}

// What an ignored pragma would leave undone is asked back.
Result<void> Database::confirm() const {
  Query version = prepare("PRAGMA cipher_version");
  TRY(const bool is_encrypted, version.step());
  if (!is_encrypted || version.bytes(0).empty())
    return fail(Errc::conflict, "this SQLite does not encrypt");
  constexpr std::array<std::pair<const char*, std::int64_t>, 3> expected{
      {{"PRAGMA page_size", 4096}, {"PRAGMA synchronous", 2}, {"PRAGMA secure_delete", 1}}};
  for (const auto& [question, answer] : expected) {
    Query query = prepare(question);
    TRY(const bool has_row, query.step());
    if (!has_row || query.integer(0) != answer)
      return fail(Errc::conflict, "the store refused a setting");
  }
  Query journal = prepare("PRAGMA journal_mode");
  TRY(const bool has_row, journal.step());
  if (!has_row || to_text(journal.bytes(0)) != "wal")
    return fail(Errc::conflict, "the store has no write-ahead log");
  return {};
}

Query Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(connection_, sql.data(), narrow<int>(sql.size()), &statement, nullptr);
  ENSURE(code == SQLITE_OK && statement != nullptr);
  return Query{statement};
}

Result<void> Database::run(const char* sql) const {
  return result_of(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr));
}

Result<void> Database::check() const {
  Query query = prepare("PRAGMA quick_check(1)");
  TRY(const bool has_row, query.step());
  if (!has_row || to_text(query.bytes(0)) != "ok")
    return fail(Errc::storage, "the store is damaged");
  return {};
}

Result<void> Database::truncate_log() const {
  return run("PRAGMA wal_checkpoint(TRUNCATE);");
}

Result<void> Database::vacuum() const {
  // It attaches a store of its own for as long as it takes.
  sqlite3_limit(connection_, SQLITE_LIMIT_ATTACHED, 1);
  const auto done = run("VACUUM;");
  sqlite3_limit(connection_, SQLITE_LIMIT_ATTACHED, 0);
  return done;
}

std::int64_t Database::user_version() const {
  Query query = prepare("PRAGMA user_version");
  const auto has_row = query.step();
  return has_row && *has_row ? query.integer(0) : 0;
}

}  // namespace tocsin::store
