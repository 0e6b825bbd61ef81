#include "daemon/profile.h"

#include <filesystem>
#include <map>

#include <sys/stat.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

Environment environment_of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

TEST_CASE("a profile's name has 1 to 32 of a-z, 0-9 and -") {
  CHECK(is_profile_name("ana-2"));
  CHECK(is_profile_name(std::string(32, 'a')));
  for (const std::string& name : {std::string{},
                                  std::string(33, 'a'),
                                  std::string{"Ana"},
                                  std::string{"../x"},
                                  std::string{"a b"},
                                  std::string{"."}}) {
    CHECK(!is_profile_name(name));
    CHECK(!places_of(name,
                     NodeRole::node,
                     environment_of({{"HOME", "/home/ana"}, {"XDG_RUNTIME_DIR", "/run/user/1"}})));
  }
}

TEST_CASE("a profile lives where the desktop's rules say") {
  const auto named = places_of("ana",
                               NodeRole::node,
                               environment_of({{"HOME", "/home/ana"},
                                               {"XDG_DATA_HOME", "/data/"},
                                               {"XDG_RUNTIME_DIR", "/run/user/1"}}));
  REQUIRE(named);
  CHECK(named->data == "/data/tocsin/ana");
  CHECK(named->socket() == "/run/user/1/tocsin/ana/ctl");
  const auto home =
      places_of("ana",
                NodeRole::node,
                environment_of({{"HOME", "/home/ana"}, {"XDG_RUNTIME_DIR", "/run/user/1"}}));
  REQUIRE(home);
  CHECK(home->data == "/home/ana/.local/share/tocsin/ana");
}

TEST_CASE("the service manager's directories are a relay's, never a node's") {
  const auto environment = environment_of({{"STATE_DIRECTORY", "/var/lib/tocsin"},
                                           {"RUNTIME_DIRECTORY", "/run/tocsin"},
                                           {"HOME", "/h"},
                                           {"XDG_RUNTIME_DIR", "/r"}});
  CHECK(places_of("r1", NodeRole::relay, environment)->data == "/var/lib/tocsin/tocsin/r1");
  CHECK(places_of("r1", NodeRole::relay, environment)->runtime == "/run/tocsin/tocsin/r1");
  CHECK(places_of("r1", NodeRole::node, environment)->runtime == "/r/tocsin/r1");
}

TEST_CASE("without a private runtime directory there is no socket, least of all in /tmp") {
  const auto places = places_of(
      "ana", NodeRole::node, environment_of({{"HOME", "/home/ana"}, {"XDG_RUNTIME_DIR", ""}}));
  REQUIRE(!places);
  CHECK(places.error().exit == Exit::config);
  CHECK(!places_of("ana", NodeRole::node, environment_of({{"XDG_RUNTIME_DIR", "/r"}})));
}

TEST_CASE("a socket's path of 100 bytes is good, one of 101 is refused by name") {
  const auto of_length = [](std::size_t bytes) {
    const std::size_t rest = std::string{"/tocsin/ana/ctl"}.size();
    return places_of(
        "ana",
        NodeRole::node,
        environment_of(
            {{"HOME", "/h"}, {"XDG_RUNTIME_DIR", "/" + std::string(bytes - rest - 1, 'r')}}));
  };
  REQUIRE(of_length(100));
  CHECK(of_length(100)->socket().size() == 100);
  const auto refused = of_length(101);
  REQUIRE(!refused);
  CHECK(refused.error().exit == Exit::permission);
  CHECK(refused.error().reason.starts_with("/rrrr"));
}

TEST_CASE("a store appears whole, or as nothing that the next creation would mind") {
  const tests::TemporaryDirectory base;
  const auto profile = open_profile("ana", Places{base / "d/tocsin/ana", base / "r/tocsin/ana"});
  REQUIRE(profile);
  CHECK(!profile->has_store());
  std::filesystem::create_directories(profile->places.store_in_making() + "/half");
  CHECK(!profile->has_store());
  profile->clear_store_in_making();
  CHECK(!std::filesystem::exists(profile->places.store_in_making()));
  std::filesystem::create_directory(profile->places.store_in_making());
  REQUIRE(profile->finish_store());
  CHECK(profile->has_store());
}

}  // namespace
}  // namespace tocsin::daemon
