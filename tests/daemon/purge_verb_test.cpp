#include <filesystem>
#include <fstream>

#include "daemon/store/sweep.h"
#include "daemon/store/unlock.h"
#include "tests/support/catch.hpp"
#include "tests/support/daemon_house.h"
#include "tests/support/failing_sync.h"
#include "transport/driver/clocks.h"

namespace tocsin::daemon {
namespace {

Answer purge(tests::DaemonHouse& house, bool is_rotation, const Bytes& key) {
  return house.ask("purge", Row{"arguments"}.set("rotate", is_rotation), key);
}

Bytes store_key(const tests::DaemonHouse& house) {
  return to_bytes(store::open_key(house.places.store(), house.key).value().reveal());
}

}  // namespace

TEST_CASE("after a purge the profile is as it was, open or locked, and rotation changes its key") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const bool is_locked = GENERATE(true, false);
  const bool is_rotation = GENERATE(true, false);
  if (is_locked) REQUIRE(house.ask("lock").exit == Exit::ok);
  const Bytes before = store_key(house);
  const Answer purged = purge(house, is_rotation, house.key);
  REQUIRE(purged.exit == Exit::ok);
  CHECK(purged.rows.at(0).flag("rotated") == is_rotation);
  CHECK((store_key(house) != before) == is_rotation);
  CHECK(house.state() == (is_locked ? "locked" : "open"));
  CHECK_FALSE(std::filesystem::exists(house.places.store_in_making()));
  house.start();
  REQUIRE(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK(house.ask("status").rows.at(0).text("handle") == "ana");
}

TEST_CASE("the first unlock of a week sweeps the store, and a purge counts as a sweep") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const std::uint32_t today = day_of(driver::Clocks{}.now().wall);
  const auto is_due_on = [&](std::uint32_t day) {
    if (house.state() == "open") REQUIRE(house.ask("lock").exit == Exit::ok);
    return store::sweep_if_due(house.places.store(), house.key, day).value();
  };
  const auto unlock = [&] {
    return house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok;
  };
  CHECK_FALSE(is_due_on(today));
  REQUIRE(is_due_on(today - 7));  // done by this test, as if it had been a week ago
  REQUIRE(unlock());
  CHECK_FALSE(is_due_on(today));
  REQUIRE(is_due_on(today - 7));
  const bool is_rotation = GENERATE(false, true);
  // Locked, so that no unlock sweeps behind it.
  REQUIRE(purge(house, is_rotation, house.key).exit == Exit::ok);
  CHECK(house.state() == "locked");
  CHECK_FALSE(is_due_on(today));
}

TEST_CASE("a purge takes the passphrase in the same request") {
  tests::DaemonHouse house;
  CHECK(purge(house, true, house.key).code == "E_NO_PROFILE");
  REQUIRE(house.init().exit == Exit::ok);
  const Bytes before = store_key(house);
  CHECK(purge(house, true, {}).code == "E_STEP_UP");
  CHECK(purge(house, true, Bytes(32, 8)).code == "E_PASSPHRASE");
  CHECK(store_key(house) == before);
  CHECK(house.state() == "open");
}

TEST_CASE("what a rotation that was cut off left is gone with the next unlock") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  REQUIRE(house.ask("lock").exit == Exit::ok);
  const std::string making = house.places.store_in_making();
  std::filesystem::create_directory(making);
  SECTION("half a copy") {
    std::ofstream{making + "/store.db"} << "half";
  }
  SECTION("the store that was replaced") {
    std::filesystem::copy(house.places.store(), making, std::filesystem::copy_options::recursive);
  }
  REQUIRE(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK_FALSE(std::filesystem::exists(making));
  CHECK(house.ask("status").rows.at(0).text("handle") == "ana");
}

TEST_CASE("where the exchange cannot be synced the replaced store keeps its key until it can") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  if (GENERATE(true, false)) REQUIRE(house.ask("lock").exit == Exit::ok);
  const Bytes before = store_key(house);
  const std::string replaced = house.places.store_in_making();
  {
    const tests::FailingSync disk{house.places.data};
    CHECK(purge(house, true, house.key).code == "E_STORAGE");
    CHECK(house.state() == "locked");
    CHECK(house.ask("unlock", Row{"arguments"}, house.key).code == "E_STORAGE");
    CHECK(purge(house, true, house.key).code == "E_STORAGE");
  }
  CHECK(to_bytes(store::open_key(replaced, house.key).value().reveal()) == before);
  REQUIRE(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK_FALSE(std::filesystem::exists(replaced));
  CHECK(store_key(house) != before);
  CHECK(house.ask("status").rows.at(0).text("handle") == "ana");
}

TEST_CASE("a purge beside others' requests answers who asked for it, and the daemon goes on") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const auto other = house.connect();
  other->ask(other->request("watch"));
  const Answer purged = purge(house, false, house.key);
  CHECK(purged.exit == Exit::ok);
  CHECK(house.ask("status").exit == Exit::ok);
}

}  // namespace tocsin::daemon
