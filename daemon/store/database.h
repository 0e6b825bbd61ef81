// One SQLCipher connection, opened by the recipe of ARCHITECTURE §6, and its statements. The only
// place that knows SQLite's calls; what a row means is profile_store's and key_slots' matter. An
// error of the disk is Errc::storage and fail-stop for the caller; a full disk is
// Errc::limit_exceeded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tocsin::store {

// Once per process, before the first connection: wiping allocator, no threads, no statistics.
Result<void> start_sqlite();

class Query {
 public:
  explicit Query(sqlite3_stmt* statement) : statement_{statement} {}

  ~Query();
  Query(Query&& other) noexcept;
  Query& operator=(Query&& other) noexcept;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Positions from 1. Bytes must live until the query was run.
  Query& bind(int position, std::int64_t value);
  Query& bind(int position, ByteView value);
  Query& bind_null(int position);

  // True: a row stands; false: done.
  Result<bool> step();
  // For what returns no row.
  Result<void> run();
  std::int64_t integer(int column) const;
  ByteView bytes(int column) const;  // until the next step
  bool is_null(int column) const;
  bool is_integer(int column) const;
  void reset();

 private:
  sqlite3_stmt* statement_;
};

class Database {
 public:
  enum class Create : std::uint8_t { no, yes };

  // unauthenticated: wrong key (or no such store); storage: anything else.
  static Result<Database> open(const std::string& path, ByteView key, Create create);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // ENSUREs that the text compiles: it is our own.
  Query prepare(std::string_view sql) const;
  Result<void> run(const char* sql) const;
  // Every page is read and its MAC checked.
  Result<void> check() const;
  Result<void> truncate_log() const;
  // Every page is written anew; the whole is held in memory meanwhile.
  Result<void> vacuum() const;
  std::int64_t user_version() const;

 private:
  explicit Database(sqlite3* connection) : connection_{connection} {}

  Result<void> configure(ByteView key) const;
  Result<void> confirm() const;
  sqlite3* connection_;
};

}  // namespace tocsin::store
