#include "core/model/limits/control.h"
#include "daemon/daemon.h"
#include "tests/support/catch.hpp"
#include "tests/support/daemon_house.h"

namespace tocsin::daemon {
namespace {

TEST_CASE("before there is a profile every verb says how to make one") {
  tests::DaemonHouse house;
  for (const char* verb :
       {"status", "lock", "unlock", "unlock parameters", "send", "watch", "no such verb"}) {
    INFO(verb);
    const Answer answer = house.ask(verb, Row{"arguments"}, house.key);
    CHECK(answer.exit == Exit::permission);
    CHECK(answer.code == "E_NO_PROFILE");
    CHECK(answer.remedy == "tocsin init");
  }
}

TEST_CASE("an `init` that cannot be finished leaves no profile behind") {
  tests::DaemonHouse house;
  Row arguments = tests::DaemonHouse::init_arguments("ana");
  Bytes key = house.key;
  std::string code;
  SECTION("no handle") {
    arguments.set("handle", ""), code = "E_NAME";
  }
  SECTION("a handle that is no name") {
    arguments.set("handle", "ana\n"), code = "E_NAME";
  }
  SECTION("no key") {
    key.clear(), code = "E_USAGE";
  }
  SECTION("a short salt") {
    arguments.set("salt", Value{Bytes(15, 1)}), code = "E_USAGE";
  }
  SECTION("a salt that is no bytes") {
    arguments.set("salt", "salt"), code = "E_USAGE";
  }
  SECTION("a rehearsal's cost in earnest") {
    arguments.set("rehearsal", false), code = "E_COST";
  }
  SECTION("below a rehearsal's memory") {
    arguments.set("memory_kib", limits::kdf_rehearsal_memory_kib - 1), code = "E_COST";
  }
  SECTION("below a rehearsal's passes") {
    arguments.set("passes", 1), code = "E_COST";
  }
  SECTION("more memory than anybody has") {
    arguments.set("memory_kib", std::int64_t{limits::kdf_memory_kib_max} + 1), code = "E_COST";
  }
  const Answer answer = house.ask("init", arguments, key);
  CHECK(answer.exit == Exit::usage);
  CHECK(answer.code == code);
  CHECK(house.state() == "absent");
}

TEST_CASE("a second `init` changes nothing") {
  tests::DaemonHouse house;
  const Answer made = house.init();
  REQUIRE(made.exit == Exit::ok);
  CHECK(house.init("bo").exit != Exit::ok);
  CHECK(house.ask("status").rows.at(0).text("handle") == "ana");
  REQUIRE(house.ask("lock").exit == Exit::ok);
  CHECK(house.init("bo").code == "E_LOCKED");
}

TEST_CASE("what the passphrase costs is told while locked, as `init` was told") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  REQUIRE(house.ask("lock").exit == Exit::ok);
  const Row row = house.ask("unlock parameters").rows.at(0);
  CHECK(row.bytes("salt") == Bytes(16, 1));
  CHECK(row.integer("memory_kib") == 64 * 1024);
  CHECK(row.integer("passes") == 2);
}

TEST_CASE("a wrong key is exit 77, open or locked, and five of them cost time") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const bool is_locked = GENERATE(true, false);
  if (is_locked) REQUIRE(house.ask("lock").exit == Exit::ok);
  const std::string verb = is_locked ? "unlock" : "invite";
  for (unsigned i = 0; i < limits::unlock_tries; ++i) {
    const Answer wrong = house.ask(verb, Row{"arguments"}, Bytes(32, 8));
    CHECK(wrong.exit == Exit::permission);
    CHECK(wrong.code == "E_PASSPHRASE");
  }
  // Now even the right one waits.
  const Answer waiting = house.ask(verb, Row{"arguments"}, house.key);
  CHECK(waiting.code == "E_PASSPHRASE");
  CHECK(waiting.remedy.starts_with("try again in "));
}

namespace {

Row new_cost() {
  Row arguments{"arguments"};
  return arguments.set("salt", Value{Bytes(16, 2)}).set("memory_kib", 64 * 1024).set("passes", 2);
}

Answer change(tests::DaemonHouse& house, Row cost, const Bytes& old_key, const Bytes& new_key) {
  ControlRequest request = house.client->request("passphrase", std::move(cost));
  request.unlock_key = old_key;
  request.new_unlock_key = new_key;
  return house.client->answer(request);
}

Exit unlock_with(tests::DaemonHouse& house, const Bytes& key) {
  static_cast<void>(house.ask("lock"));
  return house.ask("unlock", Row{"arguments"}, key).exit;
}

}  // namespace

TEST_CASE("after a change of passphrase the new key opens the profile and the old one does not") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const bool is_locked = GENERATE(true, false);
  if (is_locked) REQUIRE(house.ask("lock").exit == Exit::ok);
  const Bytes other(32, 9);
  const Answer changed = change(house, new_cost(), house.key, other);
  REQUIRE(changed.exit == Exit::ok);
  CHECK(changed.rows.at(0).flag("changed"));
  CHECK(house.state() == (is_locked ? "locked" : "open"));
  CHECK(house.ask("unlock parameters").rows.at(0).bytes("salt") == Bytes(16, 2));
  CHECK(unlock_with(house, house.key) == Exit::permission);
  CHECK(unlock_with(house, other) == Exit::ok);
  CHECK(house.ask("status").rows.at(0).text("handle") == "ana");
  house.start();
  CHECK(unlock_with(house, house.key) == Exit::permission);
  CHECK(unlock_with(house, other) == Exit::ok);
}

TEST_CASE("a passphrase is not changed by who lacks the old one, nor to what a guesser could pay") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const Bytes other(32, 9);
  CHECK(change(house, new_cost(), Bytes(32, 8), other).code == "E_PASSPHRASE");
  CHECK(change(house, new_cost(), {}, other).code == "E_USAGE");
  CHECK(change(house, Row{"arguments"}, house.key, other).code == "E_USAGE");
  CHECK(change(house, new_cost().set("passes", 1), house.key, other).code == "E_COST");
  CHECK(change(house, new_cost().set("salt", Value{Bytes(16, 1)}), house.key, other).code ==
        "E_USAGE");
  const Answer tried = change(house, new_cost(), house.key, {});
  CHECK(tried.exit == Exit::ok);
  CHECK_FALSE(tried.rows.at(0).flag("changed"));
  CHECK(unlock_with(house, other) == Exit::permission);
  CHECK(unlock_with(house, house.key) == Exit::ok);
}

TEST_CASE("what was made in earnest never gets a rehearsal's cost") {
  tests::DaemonHouse house;
  Row arguments = tests::DaemonHouse::init_arguments("ana");
  arguments.set("rehearsal", false).set("memory_kib", limits::kdf_memory_kib_min);
  arguments.set("passes", limits::kdf_passes_min);
  REQUIRE(house.ask("init", arguments, house.key).exit == Exit::ok);
  CHECK(change(house, new_cost().set("rehearsal", true), house.key, Bytes(32, 9)).code == "E_COST");
}

TEST_CASE("a live act without a key in that very request is refused, however open the profile") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  REQUIRE(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK(house.ask("invite").exit == Exit::permission);
}

TEST_CASE(
    "a command under way when the profile is locked is answered, and nothing signs afterwards") {
  tests::DaemonHouse house;
  REQUIRE(house.init().exit == Exit::ok);
  const auto other = house.connect();
  // Both requests wait in their sockets before the daemon looks at either.
  other->ask(other->request("lock"));
  const ControlRequest late = house.client->request("status");
  const Answer answer = house.client->answer(late);
  CHECK((answer.exit == Exit::ok || answer.code == "E_LOCKED"));
  house.loop.run_until([&] { return !other->replies.empty(); });
  CHECK(house.state() == "locked");
}

}  // namespace
}  // namespace tocsin::daemon
