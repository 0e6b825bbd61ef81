#include "daemon/store/database.h"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/file_content.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

struct DatabasePlace {
  Result<Database> open(Database::Create create = Database::Create::no) const {
    return Database::open(path, key, create);
  }

  Database filled(std::size_t rows) const {
    auto database = open(Database::Create::yes);
    REQUIRE(database);
    REQUIRE(database->run("CREATE TABLE t(n INTEGER, b BLOB)"));
    const Bytes canary = to_bytes("CANARY-CANARY-CANARY");
    for (std::size_t i = 0; i < rows; ++i) {
      Query insert = database->prepare("INSERT INTO t VALUES(?1, ?2)");
      REQUIRE(insert.bind(1, static_cast<std::int64_t>(i)).bind(2, canary).run());
    }
    return *std::move(database);
  }

  tests::TemporaryDirectory directory;
  std::string path = directory / "a.db";
  Bytes key = Bytes(32, 7);
};

std::int64_t count(const Database& database) {
  Query query = database.prepare("SELECT count(*) FROM t");
  REQUIRE(query.step().value());
  return query.integer(0);
}

}  // namespace

TEST_CASE("a database opens with its own key and with no other") {
  const DatabasePlace place;
  static_cast<void>(place.filled(3));
  CHECK(count(place.open().value()) == 3);
  for (const std::size_t at : {0U, 31U}) {
    Bytes wrong = place.key;
    wrong[at] ^= 1;
    const auto opened = Database::open(place.path, wrong, Database::Create::no);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unauthenticated);
  }
}

TEST_CASE("only Create makes a database") {
  const DatabasePlace place;
  const auto opened = place.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::storage);
  CHECK_FALSE(std::filesystem::exists(place.path));
}

TEST_CASE("a file of something else is no store") {
  const DatabasePlace place;
  std::ofstream{place.path} << std::string(8192, 'x');
  const auto opened = place.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::unauthenticated);
  CHECK(tests::file_content(place.path) == std::string(8192, 'x'));
}

TEST_CASE("neither the file nor its log holds anything in clear") {
  const DatabasePlace place;
  const Database database = place.filled(200);
  CHECK(tests::file_content(place.path + "-wal").size() > 4096);
  CHECK(tests::file_content(place.path + "-wal").find("CANARY") == std::string::npos);
  CHECK(tests::file_content(place.path + "-wal").find("CREATE") == std::string::npos);
  REQUIRE(database.truncate_log());
  CHECK(tests::file_content(place.path + "-wal").empty());
  CHECK(tests::file_content(place.path).size() > 4096);
  CHECK(tests::file_content(place.path).find("CANARY") == std::string::npos);
  CHECK(tests::file_content(place.path).find("SQLite") == std::string::npos);
}

TEST_CASE("one changed bit of a page is found by the check") {
  const DatabasePlace place;
  static_cast<void>(place.filled(1000));
  REQUIRE(place.open()->check());
  std::string bytes = tests::file_content(place.path);
  REQUIRE(bytes.size() % 4096 == 0);
  bytes[bytes.size() - 2000] = static_cast<char>(bytes[bytes.size() - 2000] ^ 1);
  std::ofstream{place.path, std::ios::binary} << bytes;
  const auto opened = place.open();
  REQUIRE(opened);
  CHECK_FALSE(opened->check());
}

TEST_CASE("a torn end of the log loses what it tore and nothing before it") {
  const DatabasePlace place;
  tests::TemporaryDirectory copy;
  const std::string torn = copy / "a.db";
  {
    const Database database = place.filled(20);
    std::ofstream{torn, std::ios::binary} << tests::file_content(place.path);
    std::string log = tests::file_content(place.path + "-wal");
    log.resize(log.size() - 1000);
    std::ofstream{torn + "-wal", std::ios::binary} << log;
  }
  const auto opened = Database::open(torn, place.key, Database::Create::no);
  REQUIRE(opened);
  CHECK(opened->check());
  CHECK(count(*opened) == 19);
}

TEST_CASE("what was begun and not committed is gone after the next open") {
  const DatabasePlace place;
  {
    const Database database = place.filled(1);
    REQUIRE(database.run("BEGIN IMMEDIATE; INSERT INTO t VALUES(5, x'00')"));
    CHECK(count(database) == 2);
  }
  CHECK(count(place.open().value()) == 1);
}

TEST_CASE("values come back as they were bound, and empty bytes are no null") {
  const DatabasePlace place;
  const Database database = place.filled(0);
  Query insert = database.prepare("INSERT INTO t VALUES(?1, ?2)");
  REQUIRE(insert.bind(1, std::int64_t{-9}).bind(2, Bytes{}).run());
  REQUIRE(insert.bind_null(1).bind(2, Bytes{0, 1}).run());
  Query query = database.prepare("SELECT n, b FROM t ORDER BY rowid");
  REQUIRE(query.step().value());
  CHECK(query.integer(0) == -9);
  CHECK_FALSE(query.is_null(1));
  CHECK(query.bytes(1).empty());
  REQUIRE(query.step().value());
  CHECK(query.is_null(0));
  CHECK(same_bytes(query.bytes(1), Bytes{0, 1}));
  CHECK_FALSE(query.step().value());
}

TEST_CASE("a database tells its version") {
  const DatabasePlace place;
  const Database database = place.filled(0);
  CHECK(database.user_version() == 0);
  REQUIRE(database.run("PRAGMA user_version=9"));
  CHECK(database.user_version() == 9);
}

}  // namespace tocsin::store
