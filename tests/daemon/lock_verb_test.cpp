// Lock, sealed and offline, and what unlock does with what came (lock_verb.cpp).
#include <filesystem>
#include <fstream>

#include "tests/support/member_house.h"

namespace tocsin::daemon {
namespace {

namespace fs = std::filesystem;

}  // namespace

TEST_CASE("in a coalition lock goes on receiving, without one there is nobody to receive from") {
  tests::MemberHouse member;
  CHECK(member.lock().rows.at(0).text("state") == "sealed");
  CHECK(member.lock().rows.at(0).text("state") == "sealed");  // as a screen lock asks again
  CHECK(member.state() == "sealed");
  CHECK(fs::exists(member.spool_path()));
  tests::DaemonHouse alone;
  REQUIRE(alone.init().exit == Exit::ok);
  CHECK(alone.ask("lock").rows.at(0).text("state") == "locked");
  CHECK_FALSE(fs::exists(alone.places.data + "/spool"));
}

TEST_CASE("lock offline closes everything, from open and from sealed") {
  tests::MemberHouse house;
  if (GENERATE(false, true)) REQUIRE(house.lock().exit == Exit::ok);
  const Answer locked = house.lock(true);
  CHECK(locked.rows.at(0).text("state") == "locked");
  CHECK(locked.rows.at(0).texts("listen").empty());
  CHECK(house.lock().rows.at(0).text("state") == "locked");  // the keys are gone
}

TEST_CASE("a sealed profile answers no act, counts, and opens to its key alone") {
  tests::MemberHouse house;
  REQUIRE(house.lock().exit == Exit::ok);
  for (const char* verb : {"status", "send", "watch", "peer list", "relay check", "events"})
    CHECK(house.ask(verb).code == "E_LOCKED");
  CHECK(house.waiting() == 0);
  CHECK(house.ask("unlock", Row{"arguments"}, Bytes(32, 9)).code == "E_PASSPHRASE");
  CHECK(house.state() == "sealed");
  house.unlock();
  CHECK(house.state() == "open");
  CHECK(house.ask("status").exit == Exit::ok);
}

TEST_CASE("at lock whoever waits is told and whoever locked is answered, sealed too") {
  tests::MemberHouse house;
  const auto other = house.connect();
  const ControlRequest watch = other->request("watch");
  REQUIRE(other->answer(watch).exit == Exit::ok);
  CHECK(house.lock().exit == Exit::ok);
  house.loop.run_until([&] { return other->is_closed(); });
}

TEST_CASE("what waits is counted after a restart, and taken up at unlock") {
  tests::MemberHouse house;
  const std::int64_t before = house.held();
  REQUIRE(house.lock().exit == Exit::ok);
  REQUIRE(house.lock(true).exit == Exit::ok);
  house.spool(3);
  house.start();
  CHECK(house.state() == "locked");
  CHECK(house.waiting() == 3);
  house.unlock();
  house.loop.run_until([&] { return !fs::exists(house.spool_path()); });
  CHECK(house.held() == before + 3);
  REQUIRE(house.lock().exit == Exit::ok);
  CHECK(house.waiting() == 0);
}

TEST_CASE("each spool has a key of its own, so that no old copy of one opens later") {
  tests::MemberHouse house;
  const auto key_of_spool = [&] {
    REQUIRE(house.lock().exit == Exit::ok);
    const auto key = store::SpoolFile::open_to_read(house.places.data).value()->key();
    house.unlock();
    return key;
  };
  CHECK(key_of_spool() != key_of_spool());
}

TEST_CASE("a purge of a closed profile clears what waits, and of an open one nothing is lost") {
  tests::MemberHouse house;
  REQUIRE(house.lock().exit == Exit::ok);
  const bool is_sealed = GENERATE(true, false);
  if (!is_sealed) {
    REQUIRE(house.lock(true).exit == Exit::ok);
    house.spool(1);
  }
  REQUIRE(
      house.ask("purge", Row{"arguments"}.set("rotate", GENERATE(true, false)), house.key).exit ==
      Exit::ok);
  CHECK(house.state() == "locked");
  CHECK(house.waiting() == 0);
  CHECK_FALSE(fs::exists(house.spool_path()));
  house.unlock();
  CHECK(house.lock().rows.at(0).text("state") == "sealed");
}

TEST_CASE("where no spool can be made the profile is locked and says that nothing comes in") {
  tests::MemberHouse house;
  fs::create_directory(house.spool_path());
  const Answer locked = house.lock();
  CHECK(locked.exit == Exit::ok);
  CHECK(locked.rows.at(0).text("state") == "locked");
  CHECK(locked.rows.at(0).flag("full"));
  CHECK(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
}

}  // namespace tocsin::daemon
