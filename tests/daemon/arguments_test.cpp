#include "daemon/arguments.h"

#include <array>

#include "tests/support/catch.hpp"

namespace tocsin::daemon {
namespace {

template <std::size_t N>
std::variant<Arguments, Exit> parse(const std::array<const char*, N>& values) {
  return parse_arguments(static_cast<int>(N), values.data());
}

TEST_CASE("a relay is one command") {
  const auto parsed =
      parse(std::array{"tocsind", "--role", "relay", "--profile", "r1", "--listen", "127.0.0.1:0"});
  const auto* arguments = std::get_if<Arguments>(&parsed);
  REQUIRE(arguments != nullptr);
  CHECK(arguments->role == NodeRole::relay);
  CHECK(arguments->profile == "r1");
  CHECK(arguments->listen == std::vector<std::string>{"127.0.0.1:0"});
}

TEST_CASE("nothing said is the default profile, and its config decides the role") {
  const auto parsed = parse(std::array{"tocsind"});
  const auto* arguments = std::get_if<Arguments>(&parsed);
  REQUIRE(arguments != nullptr);
  CHECK(arguments->profile == "default");
  CHECK(!arguments->role);
}

TEST_CASE("what is not understood is exit 2") {
  CHECK(std::get<Exit>(parse(std::array{"tocsind", "--role", "server"})) == Exit::usage);
  CHECK(std::get<Exit>(parse(std::array{"tocsind", "--force"})) == Exit::usage);
  CHECK(std::get<Exit>(parse(std::array{"tocsind", "--version"})) == Exit::ok);
}

}  // namespace
}  // namespace tocsin::daemon
