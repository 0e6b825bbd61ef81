#include "transport/uv/stream.h"

#include <unistd.h>

#include "tests/support/catch.hpp"
#include "transport/uv/tcp.h"

namespace tocsin::uv {
namespace {

TEST_CASE("a TCP stream has no user at its other end") {
  Loop loop;
  std::optional<Stream> there;
  const auto listener = TcpListener::listen(
      loop, Endpoint{Bytes{127, 0, 0, 1}, 0}, [&](Stream stream, const Endpoint& from) {
        CHECK(from.host == Bytes{127, 0, 0, 1});
        there.emplace(std::move(stream));
      });
  REQUIRE(listener);
  std::optional<Stream> here;
  const TcpDial dial{
      loop, listener->local(), [&](std::optional<Stream> stream) { here = std::move(stream); }};
  loop.run_until([&] { return here && there; });
  // The kernel answers for TCP too, with nobody's number.
  CHECK(there->peer_user() != ::geteuid());
}

TEST_CASE("what was read is wiped from the shared buffer") {
  Loop loop;
  std::optional<Stream> there;
  const auto listener = TcpListener::listen(
      loop, Endpoint{Bytes{127, 0, 0, 1}, 0}, [&](Stream stream, const Endpoint&) {
        there.emplace(std::move(stream));
      });
  REQUIRE(listener);
  std::optional<Stream> here;
  const TcpDial dial{
      loop, listener->local(), [&](std::optional<Stream> stream) { here = std::move(stream); }};
  loop.run_until([&] { return here && there; });
  bool has_arrived = false;
  there->start({[&](ByteView bytes) { has_arrived = bytes.front() == 0x5a; }, {}, {}});
  REQUIRE(here->write(Bytes(100, 0x5a)));
  loop.run_until([&] { return has_arrived; });
  CHECK(std::ranges::all_of(loop.read_buffer(), [](char byte) { return byte == 0; }));
}

}  // namespace
}  // namespace tocsin::uv
