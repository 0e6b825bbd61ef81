#include "daemon/lock.h"

#include <filesystem>
#include <fstream>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"
#include "transport/uv/pipe.h"

namespace tocsin::daemon {
namespace {

struct PlacedNode {
  tests::TemporaryDirectory base;
  Places places{base / "d/tocsin/ana", base / "r/tocsin/ana"};
  Profile profile = std::move(open_profile("ana", places).value());
};

// A socket file whose listener died without taking it away.
void leave_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, std::begin(address.sun_path));
  const Descriptor socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
  REQUIRE(::bind(socket.number(),
                 static_cast<const sockaddr*>(static_cast<const void*>(&address)),
                 sizeof address) == 0);
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
}

TEST_CASE("two daemons never share a profile, and a dead one leaves it free") {
  PlacedNode first;
  REQUIRE(lock_directory(first.profile.data));
  auto second = open_profile("ana", first.places);
  REQUIRE(second);
  const auto refused = lock_directory(second->data);
  REQUIRE(!refused);
  CHECK(refused.error().exit == Exit::later);
  CHECK(refused.error().code == "E_RUNNING");
  first.profile.data.close();
  CHECK(lock_directory(second->data));
}

TEST_CASE("a socket that a dead daemon left is removed") {
  PlacedNode placed;
  leave_socket(placed.places.socket());
  REQUIRE(clear_socket(placed.profile));
  CHECK(!std::filesystem::exists(placed.places.socket()));
  CHECK(clear_socket(placed.profile));
}

TEST_CASE("a socket where somebody listens is left alone") {
  PlacedNode placed;
  uv::Loop loop;
  const auto listener = uv::PipeListener::listen(loop, placed.places.socket(), [](uv::Stream) {});
  REQUIRE(listener);
  CHECK(check_socket(placed.profile));
  const auto refused = clear_socket(placed.profile);
  REQUIRE(!refused);
  CHECK(refused.error().exit == Exit::later);
  CHECK(std::filesystem::exists(placed.places.socket()));
}

TEST_CASE("what was planted in the socket's place is refused and left alone", "[V-21]") {
  PlacedNode placed;
  const std::string path = placed.places.socket();
  SECTION("a file") {
    std::ofstream{path} << "x";
  }
  SECTION("a directory") {
    std::filesystem::create_directory(path);
  }
  SECTION("a link") {
    std::filesystem::create_symlink("/tmp", path);
  }
  SECTION("a socket that others may open") {
    leave_socket(path);
    REQUIRE(::chmod(path.c_str(), 0666) == 0);
  }
  const auto refused = clear_socket(placed.profile);
  REQUIRE(!refused);
  CHECK(refused.error().exit == Exit::permission);
  CHECK(refused.error().reason.starts_with(path));
  CHECK(std::filesystem::exists(std::filesystem::symlink_status(path)));
  CHECK(!check_socket(placed.profile));
}

TEST_CASE("a socket that is gone after it was made is noticed") {
  PlacedNode placed;
  CHECK(!check_socket(placed.profile));
}

}  // namespace
}  // namespace tocsin::daemon
