#include "transport/uv/pipe.h"

#include <optional>

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::uv {
namespace {

TEST_CASE("a socket is its owner's alone, from its first moment to its last") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory / "ctl";
  Loop loop;
  {
    const auto listener = PipeListener::listen(loop, path, [](Stream) {});
    REQUIRE(listener);
    struct stat status{};
    REQUIRE(::lstat(path.c_str(), &status) == 0);
    CHECK(S_ISSOCK(status.st_mode));
    CHECK((status.st_mode & 0777U) == 0600U);
  }
  CHECK(::access(path.c_str(), F_OK) != 0);
}

TEST_CASE("both ends of a socket know each other's user") {
  const tests::TemporaryDirectory directory;
  Loop loop;
  std::optional<Stream> there;
  const auto listener = PipeListener::listen(
      loop, directory / "ctl", [&](Stream stream) { there.emplace(std::move(stream)); });
  REQUIRE(listener);
  auto here = connect_pipe(loop, directory / "ctl");
  REQUIRE(here);
  loop.run_until([&] { return there.has_value(); });
  CHECK(there->peer_user() == ::geteuid());
  CHECK(here->peer_user() == ::geteuid());
}

TEST_CASE("a socket's path that libuv would cut is refused") {
  Loop loop;
  const std::string path = "/tmp/" + std::string(103, 'x');
  const auto listener = PipeListener::listen(loop, path, [](Stream) {});
  REQUIRE(!listener);
  CHECK(listener.error().code == Errc::limit_exceeded);
  CHECK(!connect_pipe(loop, path));
}

TEST_CASE("a socket is not made where something lies") {
  const tests::TemporaryDirectory directory;
  Loop loop;
  const auto first = PipeListener::listen(loop, directory / "ctl", [](Stream) {});
  REQUIRE(first);
  const auto second = PipeListener::listen(loop, directory / "ctl", [](Stream) {});
  REQUIRE(!second);
  CHECK(second.error().code == Errc::conflict);
}

TEST_CASE("nobody answers where nobody listens") {
  const tests::TemporaryDirectory directory;
  Loop loop;
  CHECK(!connect_pipe(loop, directory / "ctl"));
}

}  // namespace
}  // namespace tocsin::uv
