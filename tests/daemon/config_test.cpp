#include "daemon/config.h"

#include "tests/support/catch.hpp"

namespace tocsin::daemon {
namespace {

TEST_CASE("a config says role, listen, announce and metered, or nothing") {
  CHECK(parse_config("").value() == Config{});
  const auto config = parse_config(
      "role = \"relay\"\nlisten = [\"0.0.0.0:4410\", \"[2001:db8::7]:4410\"]\nannounce = "
      "\"192.0.2.7:4410\"\nmetered = true\n");
  REQUIRE(config);
  CHECK(config->role == NodeRole::relay);
  CHECK(config->listen.size() == 2);
  CHECK(config->announce == std::vector{Address{AddressKind::ipv4, Bytes{192, 0, 2, 7}, 4410}});
  CHECK(config->metered);
}

TEST_CASE("an error in a config is told with its line, exit 78") {
  std::string toml;
  std::string words;
  SECTION("not TOML") {
    toml = "role = \"node\"\nlisten =\n", words = "line 2";
  }
  SECTION("an unknown setting") {
    toml = "\nlisen = \"192.0.2.7:1\"\n", words = "line 2: unknown setting lisen";
  }
  SECTION("an unknown role") {
    toml = "role = \"server\"", words = "line 1: role is";
  }
  SECTION("a role that is no text") {
    toml = "role = 7", words = "line 1: role is";
  }
  SECTION("a flag that is no flag") {
    toml = "metered = \"yes\"", words = "line 1: metered is true or false";
  }
  SECTION("a name to look up") {
    toml = "listen = \"relay.example:4410\"", words = "names are not looked up";
  }
  SECTION("an address without a port") {
    toml = "listen = [\"192.0.2.7\"]", words = "line 1: listen: 192.0.2.7";
  }
  SECTION("a port too high") {
    toml = "listen = [\"192.0.2.7:65536\"]", words = "a port is a number";
  }
  SECTION("an address that is a number") {
    toml = "listen = [4410]", words = "line 1: listen is a list";
  }
  SECTION("nine addresses") {
    toml = "announce = [";
    for (int i = 0; i < 9; ++i) toml += "\"192.0.2.7:4410\",";
    toml += "]";
    words = "more than 8";
  }
  SECTION("an address that nobody can dial") {
    toml = "listen = \"0.0.0.0:4410\"", words = "nobody can dial that";
  }
  SECTION("an announced wildcard") {
    toml = "announce = \"0.0.0.0:4410\"", words = "nobody can dial that";
  }
  SECTION("terminal tricks") {
    toml = "\"a\\u001b[2J\" = 1", words = "\\u{1b}";
  }
  SECTION("a file that is no config") {
    toml = std::string(64 * 1024 + 1, '#'), words = "too large";
  }
  const auto config = parse_config(toml);
  REQUIRE(!config);
  CHECK(config.error().exit == Exit::config);
  INFO(config.error().reason);
  CHECK(config.error().reason.find(words) != std::string::npos);
}

TEST_CASE("an address of the command line is refused with exit 2") {
  CHECK(parse_listen("127.0.0.1:0"));
  const auto refused = parse_listen("localhost:1");
  REQUIRE(!refused);
  CHECK(refused.error().exit == Exit::usage);
}

}  // namespace
}  // namespace tocsin::daemon
