#include "daemon/daemon.h"

#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/daemon_house.h"

namespace tocsin::daemon {
namespace {

TEST_CASE("a profile goes from absent to open to locked to open, and knows its person throughout") {
  tests::DaemonHouse house;
  CHECK(house.state() == "absent");
  const Answer made = house.init();
  REQUIRE(made.exit == Exit::ok);
  const auto device = made.rows.at(0).bytes("device");
  REQUIRE(device);
  CHECK(house.state() == "open");
  CHECK(house.ask("lock").exit == Exit::ok);
  CHECK(house.ask("lock").exit == Exit::ok);  // as a screen lock asks, again and again
  CHECK(house.state() == "locked");
  CHECK(house.ask("status").code == "E_LOCKED");
  CHECK(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK(house.ask("status").rows.at(0).bytes("device").value() == *device);
}

TEST_CASE("after a restart the profile is locked and all there") {
  tests::DaemonHouse house;
  const Answer made = house.init();
  REQUIRE(made.exit == Exit::ok);
  house.start();
  CHECK(house.state() == "locked");
  CHECK(house.ask("unlock", Row{"arguments"}, house.key).exit == Exit::ok);
  CHECK(house.ask("status").rows.at(0).bytes("device").value() ==
        made.rows.at(0).bytes("device").value());
}

TEST_CASE("the port that was found is told while the profile is open") {
  tests::DaemonHouse house;
  CHECK(house.ask("daemon state").rows.at(0).texts("listen").empty());
  REQUIRE(house.init().exit == Exit::ok);
  const auto listen = house.ask("daemon state").rows.at(0).texts("listen");
  REQUIRE(listen.size() == 1);
  CHECK(listen.front().starts_with("127.0.0.1:"));
  CHECK(listen.front() != "127.0.0.1:0");
}

TEST_CASE("a relay sets itself up and opens itself again") {
  tests::DaemonHouse house{NodeRole::relay};
  const auto key = crypto::UnlockKey::copy_of(house.key);
  REQUIRE(house.daemon->open_by_itself(key));
  const Answer card = house.ask("relay card");
  REQUIRE(card.exit == Exit::ok);
  house.start();
  REQUIRE(house.daemon->open_by_itself(key));
  CHECK(house.ask("daemon state").rows.at(0).text("role") == "relay");
  CHECK(house.ask("lock").code == "E_ROLE");
}

TEST_CASE("what a crash in the middle of `init` left is no profile, and the next `init` succeeds") {
  tests::DaemonHouse house;
  std::filesystem::create_directory(house.places.store_in_making());
  std::filesystem::create_directory(house.places.store_in_making() + "/key");
  CHECK(house.state() == "absent");
  CHECK(house.init().exit == Exit::ok);
}

TEST_CASE("a second daemon does not take the socket of the first") {
  tests::DaemonHouse house;
  auto profile = std::move(open_profile("ana", house.places).value());
  const auto second =
      Daemon::start(house.loop, {std::move(profile), {}, NodeRole::node}, house.random);
  REQUIRE(!second);
  CHECK(second.error().exit == Exit::later);
  CHECK(house.state() == "absent");
}

}  // namespace
}  // namespace tocsin::daemon
