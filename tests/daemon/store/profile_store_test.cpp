#include "daemon/store/profile_store.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/crypto/aead.h"
#include "core/crypto/init.h"
#include "core/readiness/campaign.h"
#include "core/readiness/pledges.h"
#include "core/readiness/roster.h"
#include "core/seam/outbox.h"
#include "daemon/store/database.h"
#include "daemon/store/files.h"
#include "daemon/store/key_file.h"
#include "daemon/store/unlock.h"
#include "tests/daemon/store/new_profile.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin {
namespace {

struct StoredProfile : store::NewProfile {
  std::unique_ptr<store::ProfileStore> open() {
    auto opened = store::ProfileStore::open(directory.path(), unlock_key);
    REQUIRE(opened);
    return *std::move(opened);
  }

  // What no Store tells: the counters beside the rows. The store must be closed.
  std::int64_t meta(const std::string& name) const {
    const Bytes key_file = store::read_file(directory / "key", store::key_file_bytes).value();
    const store::StoreKey key = store::open_key_file(key_file, unlock_key).value();
    const auto database =
        store::Database::open(directory / "store.db", key.reveal(), store::Database::Create::no);
    REQUIRE(database);
    store::Query query = database->prepare("SELECT value FROM meta WHERE name = CAST(?1 AS TEXT)");
    REQUIRE(query.bind(1, as_bytes(name)).step().value());
    return query.integer(0);
  }

  // The first column of each row of a query. The store must be closed.
  std::vector<Bytes> column(const std::string& sql) const {
    const Bytes key_file = store::read_file(directory / "key", store::key_file_bytes).value();
    const store::StoreKey key = store::open_key_file(key_file, unlock_key).value();
    const auto database =
        store::Database::open(directory / "store.db", key.reveal(), store::Database::Create::no);
    REQUIRE(database);
    store::Query query = database->prepare(sql.c_str());
    std::vector<Bytes> out;
    while (query.step().value()) out.push_back(to_bytes(query.bytes(0)));
    return out;
  }
};

std::vector<Write> one(Table table, std::string_view key, std::string_view value) {
  return {Keep{table, to_bytes(key), to_bytes(value)}};
}

}  // namespace

TEST_CASE("what was committed is there after the next open, sealed or not") {
  StoredProfile profile;
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
  StoredProfile profile;
  {
    auto store = profile.open();
    REQUIRE(store->stage(one(Table::statements, "id", "never")));
    CHECK(store->value(Table::statements, as_bytes("id")).has_value());
  }
  CHECK_FALSE(profile.open()->value(Table::statements, as_bytes("id")).has_value());
}

TEST_CASE("a wrong unlock key opens nothing and says so") {
  StoredProfile profile;
  const Bytes wrong(32, 6);
  const auto opened = store::ProfileStore::open(profile.directory.path(), wrong);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::unauthenticated);
  CHECK_FALSE(store::is_unlock_key(profile.directory.path(), wrong));
  CHECK(store::is_unlock_key(profile.directory.path(), profile.unlock_key));
}

TEST_CASE("the key file tells the cost that was chosen, and a lowered cost no longer opens") {
  StoredProfile profile;
  CHECK(store::read_kdf(profile.directory.path()).value() == store::cheap_kdf);
  std::string bytes = profile.file("key");
  bytes[19] = 0;
  std::ofstream{profile.directory.path() + "/key", std::ios::binary} << bytes;
  CHECK_FALSE(store::is_unlock_key(profile.directory.path(), profile.unlock_key));
}

TEST_CASE("rows come in key order, both ways, in pages") {
  StoredProfile profile;
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
  StoredProfile profile;
  auto store = profile.open();
  REQUIRE(store->stage(one(Table::records, "k", "CANARY-TEXT")));
  REQUIRE(store->stage(one(Table::statements, "k", "CANARY-NAME")));
  REQUIRE(store->commit());
  for (const std::string name : {"store.db", "store.db-wal", "key"}) {
    CHECK(profile.file(name).find("CANARY") == std::string::npos);
  }
}

TEST_CASE("a forgotten value is gone, and its slot serves the next") {
  StoredProfile profile;
  auto store = profile.open();
  REQUIRE(store->stage(one(Table::epochs, "old", "1")));
  REQUIRE(store->stage({Forget{Table::epochs, to_bytes("old")}}));
  REQUIRE(store->stage(one(Table::epochs, "new", "2")));
  REQUIRE(store->commit());
  CHECK_FALSE(store->value(Table::epochs, as_bytes("old")).has_value());
  CHECK(store->value(Table::epochs, as_bytes("new")) == to_bytes("2"));
}

TEST_CASE("after shredding no name is found with the key") {
  StoredProfile profile;
  const auto write = [](store::ProfileStore& store, Outbox& outbox) {
    REQUIRE(store.stage(outbox.take().writes).has_value());
    REQUIRE(store.commit().has_value());
  };
  {
    auto opened = profile.open();
    readiness::Campaigns campaigns{*opened};
    Outbox outbox;
    const readiness::RowKey& list = campaigns.open_list(20'000, profile.random, outbox);
    for (int i = 0; i < 300; ++i) {
      const std::string ref = "canary-" + std::to_string(i);
      readiness::keep_worker(
          outbox, list, Worker{ref, "Canary", "room", {"a", "b", ""}, "", "", "", 0, 0});
      readiness::keep_pledge(
          outbox, *campaigns.key("main"), Pledge{ref, "main", "stop_work", "t", "", 20'000, 0});
    }
    write(*opened, outbox);
  }
  // What page slack may hold on to: the row with the keys, and a worker's.
  const auto keys = profile.column("SELECT value FROM item WHERE tbl = 73");
  const auto workers = profile.column("SELECT value FROM item WHERE tbl = 70");
  const auto places = profile.column("SELECT key FROM item WHERE tbl = 70");
  REQUIRE(keys.size() == 1);
  REQUIRE(workers.size() == 300);
  const auto opens = [&](ByteView place, ByteView sealed) {
    for (const Bytes& slot : profile.column("SELECT k FROM key_slot"))
      if (crypto::xchacha_open(ByteView{slot}.first(32), {}, place, sealed)) return true;
    return false;
  };
  const Bytes place = Writer{}.u8(73).bytes(as_bytes("main")).take();
  const Bytes worker_place = Writer{}.u8(70).bytes(places.front()).take();
  CHECK(opens(place, keys.front()));
  CHECK(opens(worker_place, workers.front()));
  {
    auto opened = profile.open();
    readiness::Campaigns campaigns{*opened};
    Outbox shred;
    campaigns.shred("main", 20'100, shred);
    write(*opened, shred);
    // The key goes first: what is still there opens no more.
    CHECK(readiness::read_roster(*opened, readiness::Campaigns{*opened}.list_key()).empty());
    Outbox clear;
    CHECK(readiness::forget_dead_rows(*opened, campaigns, clear));
    write(*opened, clear);
  }
  CHECK_FALSE(opens(place, keys.front()));
  CHECK_FALSE(opens(worker_place, workers.front()));
  CHECK(profile.column("SELECT key FROM item WHERE tbl IN (70, 71)").empty());
  const Bytes canary = to_bytes("anary");
  for (const char* const sql : {"SELECT key FROM item", "SELECT value FROM item"})
    for (const Bytes& bytes : profile.column(sql))
      CHECK(std::ranges::search(bytes, canary).empty());
}

TEST_CASE("damage in the database is refused, never read as something else") {
  StoredProfile profile;
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

TEST_CASE("every commit that writes is counted, and so is every life") {
  StoredProfile profile;
  for (int life = 1; life <= 2; ++life) {
    auto store = profile.open();
    for (const std::string_view key : {"a", "b", "c"}) {
      REQUIRE(store->stage(one(Table::statements, key, "value")));
      REQUIRE(store->commit());
      REQUIRE(store->commit());  // nothing staged: nothing written
    }
    store->close();
    store.reset();
    CHECK(profile.meta("commit_seq") == life * 3);
    CHECK(profile.meta("incarnation") == life);
  }
}

namespace {

// The life of a process that writes until it is killed: 'b' before each commit, 'c' after it.
[[noreturn]] void write_for_ever(const StoredProfile& profile, int report) {
  const auto opened = store::ProfileStore::open(profile.directory.path(), profile.unlock_key);
  if (!opened) ::_exit(1);
  store::ProfileStore& store = **opened;
  const auto last = store.value(Table::statements, as_bytes("last"));
  for (std::uint64_t n = last ? Reader{*last}.u64() + 1 : 1;; ++n) {
    const Bytes number = Writer{}.u64(n).take();
    const Bytes bulk = Writer{}.u64(n).zeros(3000).take();
    const Bytes slot{static_cast<std::uint8_t>(n % 7)};
    const bool is_staged = store
                               .stage({Keep{Table::statements, to_bytes("last"), number},
                                       Keep{Table::epochs, slot, bulk},
                                       Keep{Table::chains, number, number},
                                       Forget{Table::chains, Writer{}.u64(n - 3).take()}})
                               .has_value();
    if (!is_staged || ::write(report, "b", 1) != 1 || !store.commit()) ::_exit(1);
    if (::write(report, "c", 1) != 1) ::_exit(1);
  }
}

// Kills it after `reports` of its reports; how many commits it acknowledged before it died.
std::uint64_t live_and_die(const StoredProfile& profile, std::size_t reports) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) write_for_ever(profile, ends[1]);
  ::close(ends[1]);
  std::uint64_t acknowledged = 0;
  std::size_t heard = 0;
  for (char what = 0; ::read(ends[0], &what, 1) == 1;) {
    if (what == 'c') ++acknowledged;
    if (++heard == reports) REQUIRE(::kill(child, SIGKILL) == 0);
  }
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  return acknowledged;
}

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing that was acknowledged") {
  StoredProfile profile;
  profile.open()->close();
  constexpr int lives = 200;
  std::uint64_t before = 0;
  for (int life = 0; life < lives; ++life) {
    const std::uint64_t acknowledged =
        live_and_die(profile, 1 + static_cast<std::size_t>(profile.random.below(8)));
    auto store = profile.open();
    const auto last = store->value(Table::statements, as_bytes("last"));
    const std::uint64_t now = last ? Reader{*last}.u64() : 0;
    // One commit may have become durable whose acknowledgement the kill cut off.
    REQUIRE(now >= before + acknowledged);
    REQUIRE(now <= before + acknowledged + 1);
    // Each batch is there whole: the newest round of sealed rows, and the window of chains.
    for (std::uint64_t n = now > 7 ? now - 6 : 1; n <= now; ++n) {
      const auto bulk = store->value(Table::epochs, Bytes{static_cast<std::uint8_t>(n % 7)});
      REQUIRE(bulk.has_value());
      REQUIRE(Reader{*bulk}.u64() == n);
    }
    REQUIRE(store->rows(Table::chains, {}, 9).size() == std::min<std::uint64_t>(now, 3));
    before = now;
  }
  CHECK(before > lives / 2);
  CHECK(profile.meta("commit_seq") == static_cast<std::int64_t>(before));
}

namespace {

// On a disk of its own, in a mount namespace that ends with the process. The exit tells which line
// did not hold; 77: this user may not mount.
void fill_a_disk(const StoredProfile& profile, const std::string& disk) {
  const auto hold = [](bool holds, int line) {
    if (!holds) ::_exit(line);
  };
  const bool has_disk = ::unshare(CLONE_NEWNS) == 0 &&
                        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                        ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=8m") == 0;
  hold(has_disk, 77);
  tests::SeededRandom random{2};
  hold(store::ProfileStore::create(disk, profile.unlock_key, store::cheap_kdf, random).has_value(),
       1);
  auto opened = store::ProfileStore::open(disk, profile.unlock_key);
  hold(opened.has_value(), 2);
  store::ProfileStore& store = **opened;
  hold(store.stage(one(Table::statements, "before", "there was room")) && store.commit(), 3);
  {
    std::ofstream ballast{disk + "/ballast", std::ios::binary};
    while (ballast << std::string(4096, 'x') << std::flush) {
    }
  }
  hold(store.free_bytes() == 0, 4);
  const std::string stop(100'000, 's');
  hold(store.stage(one(Table::statements, "stop", stop)).has_value(), 5);
  hold(store.stage(one(Table::epochs, "key", stop)).has_value(), 6);
  hold(store.commit().has_value(), 7);
  hold(std::filesystem::file_size(disk + "/reserve") == 0, 8);
  // The reserve is used up: now the store fails, and says so for good.
  bool is_full = false;
  for (int i = 0; i < 64 && !is_full; ++i) {
    const auto staged =
        store.stage(one(Table::statements, "more" + std::to_string(i), std::string(500'000, 'm')));
    is_full = !staged || !store.commit();
  }
  hold(is_full, 9);
  hold(!store.stage(one(Table::statements, "late", "x")) && !store.commit(), 10);
  opened->reset();
  std::filesystem::remove(disk + "/ballast");
  auto again = store::ProfileStore::open(disk, profile.unlock_key);
  hold(again.has_value(), 11);
  hold((*again)->value(Table::statements, as_bytes("stop")) == to_bytes(stop), 12);
  hold((*again)->value(Table::epochs, as_bytes("key")) == to_bytes(stop), 13);
  hold((*again)->value(Table::statements, as_bytes("before")).has_value(), 14);
  hold(!(*again)->value(Table::statements, as_bytes("late")).has_value(), 15);
}

}  // namespace

TEST_CASE("on a full disk the reserve makes room for a stop, and then the store fails for good") {
  const StoredProfile profile;
  const tests::TemporaryDirectory disk;
  const tests::Ending ending = tests::run_in_child([&] { fill_a_disk(profile, disk.path()); });
  CAPTURE(ending.said);
  REQUIRE(WIFEXITED(ending.status));
  const int line = WEXITSTATUS(ending.status);
  CHECK((line == 0 || line == 77));
}

}  // namespace tocsin
