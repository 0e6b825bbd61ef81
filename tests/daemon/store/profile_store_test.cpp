#include "daemon/store/profile_store.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/crypto/init.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin {
namespace {

const store::KdfParameters kdf{{1, 2, 3}, 64 * 1024, 2};

struct Profile {
  Profile() {
    REQUIRE(crypto::init());
    REQUIRE(store::ProfileStore::create(directory.path(), unlock_key, kdf, random));
  }

  std::unique_ptr<store::ProfileStore> open() {
    auto opened = store::ProfileStore::open(directory.path(), unlock_key);
    REQUIRE(opened);
    return *std::move(opened);
  }

  std::string file(const std::string& name) const {
    std::ifstream in{directory.path() + "/" + name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{1};
  Bytes unlock_key = Bytes(32, 5);
};

std::vector<Write> one(Table table, std::string_view key, std::string_view value) {
  return {Keep{table, to_bytes(key), to_bytes(value)}};
}

}  // namespace

TEST_CASE("what was committed is there after the next open, sealed or not") {
  Profile profile;
  {
    auto store = profile.open();
    REQUIRE(store->stage(one(Table::statements, "id", "a statement")));
    REQUIRE(store->stage(one(Table::epochs, "e", "a secret")));
    REQUIRE(store->commit());
  }
  const auto store = profile.open();
  CHECK(store->value(Table::statements, as_bytes("id")) == to_bytes("a statement"));
  CHECK(store->value(Table::epochs, as_bytes("e")) == to_bytes("a secret"));
  CHECK(store->snapshot().of(Table::epochs).size() == 1);
}

TEST_CASE("what was staged can be read at once and is gone without a commit") {
  Profile profile;
  {
    auto store = profile.open();
    REQUIRE(store->stage(one(Table::statements, "id", "never")));
    CHECK(store->value(Table::statements, as_bytes("id")).has_value());
  }
  CHECK_FALSE(profile.open()->value(Table::statements, as_bytes("id")).has_value());
}

TEST_CASE("a wrong unlock key opens nothing and says so") {
  Profile profile;
  const Bytes wrong(32, 6);
  const auto opened = store::ProfileStore::open(profile.directory.path(), wrong);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::unauthenticated);
  CHECK_FALSE(store::is_unlock_key(profile.directory.path(), wrong));
  CHECK(store::is_unlock_key(profile.directory.path(), profile.unlock_key));
}

TEST_CASE("the key file tells the cost that was chosen, and a lowered cost no longer opens") {
  Profile profile;
  CHECK(store::read_kdf(profile.directory.path()).value() == kdf);
  std::string bytes = profile.file("key");
  bytes[19] = 0;
  std::ofstream{profile.directory.path() + "/key", std::ios::binary} << bytes;
  CHECK_FALSE(store::is_unlock_key(profile.directory.path(), profile.unlock_key));
}

TEST_CASE("rows come in key order, both ways, in pages") {
  Profile profile;
  auto store = profile.open();
  for (const std::string_view key : {"b", "a", "d", "c"})
    REQUIRE(store->stage(one(Table::records, key, key)));
  REQUIRE(store->commit());
  const auto up = store->rows(Table::records, as_bytes("b"), 2);
  REQUIRE(up.size() == 2);
  CHECK(up[0].key == to_bytes("b"));
  CHECK(up[1].value == to_bytes("c"));
  const auto down = store->rows(Table::records, {}, 1, Archive::Order::descending);
  REQUIRE(down.size() == 1);
  CHECK(down[0].key == to_bytes("d"));
  CHECK(store->snapshot().of(Table::records).empty());
}

TEST_CASE("neither the database nor its log shows a text or a name without the key") {
  Profile profile;
  auto store = profile.open();
  REQUIRE(store->stage(one(Table::records, "k", "CANARY-TEXT")));
  REQUIRE(store->stage(one(Table::statements, "k", "CANARY-NAME")));
  REQUIRE(store->commit());
  for (const std::string name : {"store.db", "store.db-wal", "key"}) {
    CHECK(profile.file(name).find("CANARY") == std::string::npos);
  }
}

TEST_CASE("a forgotten value is gone, and its slot serves the next") {
  Profile profile;
  auto store = profile.open();
  REQUIRE(store->stage(one(Table::epochs, "old", "1")));
  REQUIRE(store->stage({Forget{Table::epochs, to_bytes("old")}}));
  REQUIRE(store->stage(one(Table::epochs, "new", "2")));
  REQUIRE(store->commit());
  CHECK_FALSE(store->value(Table::epochs, as_bytes("old")).has_value());
  CHECK(store->value(Table::epochs, as_bytes("new")) == to_bytes("2"));
}

TEST_CASE("damage in the database is refused, never read as something else") {
  Profile profile;
  {
    auto store = profile.open();
    REQUIRE(store->stage(one(Table::statements, "id", std::string(20'000, 'x'))));
    REQUIRE(store->commit());
  }
  std::string bytes = profile.file("store.db");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream{profile.directory.path() + "/store.db", std::ios::binary} << bytes;
  const auto opened = store::ProfileStore::open(profile.directory.path(), profile.unlock_key);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::storage);
}

}  // namespace tocsin
