#include "daemon/relay_key.h"

#include <filesystem>

#include <sys/stat.h>

#include "daemon/private_files.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

const Environment nothing = [](const char*) { return std::optional<std::string>{}; };

struct PlacedRelay {
  tests::TemporaryDirectory base;
  Profile profile = std::move(
      open_profile("relay-1", Places{base / "d/tocsin/relay-1", base / "r/tocsin/relay-1"})
          .value());
  tests::SeededRandom random{3};
};

TEST_CASE("a relay makes its key at its first start and finds it at the next") {
  PlacedRelay placed;
  const auto first = relay_unlock_key(placed.profile, nothing, placed.random);
  REQUIRE(first);
  const auto second = relay_unlock_key(placed.profile, nothing, placed.random);
  REQUIRE(second);
  CHECK(crypto::equal(first->reveal(), second->reveal()));
  struct stat status{};
  REQUIRE(::stat((placed.profile.places.data + "/unlock-key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a service's credential comes before the file") {
  PlacedRelay placed;
  const Descriptor credentials = std::move(open_private_directory(placed.base / "cred", 1).value());
  REQUIRE(write_file(credentials, "unlock-key", Bytes(32, 7)));
  const Environment environment = [&](const char* name) -> std::optional<std::string> {
    if (std::string_view{name} == "CREDENTIALS_DIRECTORY") return placed.base / "cred";
    return std::nullopt;
  };
  const auto key = relay_unlock_key(placed.profile, environment, placed.random);
  REQUIRE(key);
  CHECK(crypto::equal(key->reveal(), Bytes(32, 7)));
  REQUIRE(write_file(credentials, "unlock-key", Bytes(33, 7)));
  CHECK(!relay_unlock_key(placed.profile, environment, placed.random));
}

TEST_CASE("a key of the wrong length or readable by others is refused") {
  PlacedRelay placed;
  REQUIRE(write_file(placed.profile.data, "unlock-key", Bytes(32, 7)));
  SECTION("short") {
    REQUIRE(write_file(placed.profile.data, "unlock-key", Bytes(31, 7)));
  }
  SECTION("readable by others") {
    REQUIRE(::chmod((placed.profile.places.data + "/unlock-key").c_str(), 0640) == 0);
  }
  const auto key = relay_unlock_key(placed.profile, nothing, placed.random);
  REQUIRE(!key);
  CHECK(key.error().exit == Exit::permission);
}

TEST_CASE("a node's profile is not opened as a relay's, nor a relay's as a node's") {
  PlacedRelay placed;
  CHECK(check_no_relay_key(placed.profile));
  std::filesystem::create_directory(placed.profile.places.store());
  const auto as_relay = relay_unlock_key(placed.profile, nothing, placed.random);
  REQUIRE(!as_relay);
  CHECK(as_relay.error().code == "E_ROLE");
  REQUIRE(write_file(placed.profile.data, "unlock-key", Bytes(32, 7)));
  const auto as_node = check_no_relay_key(placed.profile);
  REQUIRE(!as_node);
  CHECK(as_node.error().exit == Exit::config);
}

}  // namespace
}  // namespace tocsin::daemon
