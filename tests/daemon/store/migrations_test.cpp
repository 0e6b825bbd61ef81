#include "daemon/store/migrations.h"

#include "tests/support/catch.hpp"
#include "tests/support/file_content.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

struct MigrationPlace {
  Database open() const {
    auto database = Database::open(path, key, Database::Create::yes);
    REQUIRE(database);
    return *std::move(database);
  }

  std::string content() const { return tests::file_content(path); }

  tests::TemporaryDirectory directory;
  std::string path = directory / "a.db";
  Bytes key = Bytes(32, 7);
};

std::int64_t number(const Database& database, std::string_view question) {
  Query query = database.prepare(question);
  REQUIRE(query.step().value());
  return query.integer(0);
}

}  // namespace

TEST_CASE("an empty database becomes the newest version, with nothing counted yet") {
  const MigrationPlace place;
  const Database database = place.open();
  REQUIRE(migrate(database));
  CHECK(database.user_version() == schema_version);
  CHECK(number(database, "SELECT value FROM meta WHERE name = 'commit_seq'") == 0);
  CHECK(number(database, "SELECT value FROM meta WHERE name = 'incarnation'") == 0);
  for (const std::string_view table : {"item", "key_slot", "envelope"})
    CHECK(number(database, "SELECT count(*) FROM " + std::string{table}) == 0);
}

TEST_CASE("a database of this version is left as it is") {
  const MigrationPlace place;
  const Database database = place.open();
  REQUIRE(migrate(database));
  REQUIRE(
      database.run("UPDATE meta SET value = 7; INSERT INTO item VALUES(1, x'01', NULL, x'02')"));
  REQUIRE(migrate(database));
  CHECK(number(database, "SELECT value FROM meta WHERE name = 'commit_seq'") == 7);
  CHECK(number(database, "SELECT count(*) FROM item") == 1);
}

TEST_CASE("a store of a newer program is refused, and no byte of it changes") {
  const MigrationPlace place;
  {
    const Database database = place.open();
    REQUIRE(migrate(database));
    REQUIRE(database.run("PRAGMA user_version=2"));
    REQUIRE(database.truncate_log());
  }
  const std::string before = place.content();
  {
    const Database database = place.open();
    const auto migrated = migrate(database);
    REQUIRE_FALSE(migrated);
    CHECK(migrated.error().code == Errc::conflict);
    CHECK(database.user_version() == 2);
  }
  CHECK(place.content() == before);
}

TEST_CASE("a migration that fails midway leaves the database as it found it") {
  const MigrationPlace place;
  const Database database = place.open();
  REQUIRE(database.run("CREATE TABLE envelope(x)"));  // in the way of the last table
  CHECK_FALSE(migrate(database));
  CHECK(database.user_version() == 0);
  REQUIRE(database.run("ROLLBACK"));
  CHECK(number(database, "SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'item')") == 0);
}

}  // namespace tocsin::store
