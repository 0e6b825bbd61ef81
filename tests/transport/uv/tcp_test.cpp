#include "transport/uv/tcp.h"

#include <memory>
#include <optional>

#include "tests/support/catch.hpp"

namespace tocsin::uv {
namespace {

const Bytes loopback{127, 0, 0, 1};

// Two ends of one connection over the loopback.
struct Both {
  explicit Both(Loop& loop)
      : listener{TcpListener::listen(
                     loop,
                     Endpoint{loopback, 0},
                     [this](Stream stream, const Endpoint&) { there.emplace(std::move(stream)); })
                     .value()},
        dial{loop, Endpoint{loopback, listener.local().port}, [this](std::optional<Stream> stream) {
               here = std::move(stream);
             }} {
    loop.run_until([this] { return here && there; });
  }

  std::optional<Stream> here;
  std::optional<Stream> there;
  TcpListener listener;
  TcpDial dial;
};

TEST_CASE("bytes arrive in order, and the writer hears when all have left") {
  Loop loop;
  Both both{loop};
  Bytes arrived;
  bool is_sent = false;
  both.there->start(
      {[&](ByteView bytes) { arrived.insert(arrived.end(), bytes.begin(), bytes.end()); }, {}, {}});
  both.here->start({{}, [&] { is_sent = true; }, {}});
  Bytes expected;
  for (std::uint8_t i = 0; i < 20; ++i) {
    expected.insert(expected.end(), 5000, i);
    REQUIRE(both.here->write(Bytes(5000, i)));
  }
  loop.run_until([&] { return arrived.size() == expected.size() && is_sent; });
  CHECK(arrived == expected);
  CHECK(both.here->unsent_bytes() == 0);
}

TEST_CASE("a stream let go from inside its own call is closed, and the other end hears once") {
  Loop loop;
  Both both{loop};
  int ended = 0;
  both.here->start({{}, {}, [&] { ++ended; }});
  both.there->start({[&](ByteView) { both.there.reset(); }, {}, {}});
  REQUIRE(both.here->write(Bytes{1}));
  loop.run_until([&] { return ended > 0; });
  CHECK(ended == 1);
  CHECK(!both.there);
  both.here.reset();
}

TEST_CASE("a stream may be let go when it hears of its end") {
  Loop loop;
  Both both{loop};
  both.here->start({{}, {}, [&] { both.here.reset(); }});
  both.there.reset();
  loop.run_until([&] { return !both.here; });
  CHECK(!both.here);
}

TEST_CASE("bytes under way when a stream is let go trouble nobody") {
  Loop loop;
  Both both{loop};
  both.here->start({});
  REQUIRE(both.here->write(Bytes(4 * 1024 * 1024, 7)));  // more than the kernel takes at once
  both.here.reset();
  CHECK(!both.here);
}

TEST_CASE("an ended stream takes no more bytes") {
  Loop loop;
  Both both{loop};
  bool is_ended = false;
  both.here->start({[](ByteView) {}, {}, [&] { is_ended = true; }});
  both.there.reset();
  loop.run_until([&] { return is_ended; });
  CHECK(!both.here->write(Bytes{1}));
}

TEST_CASE("a paused stream reads nothing until it may") {
  Loop loop;
  Both both{loop};
  std::size_t arrived = 0;
  both.there->pause_reading(true);
  both.there->start({[&](ByteView bytes) { arrived += bytes.size(); }, {}, {}});
  bool is_sent = false;
  both.here->start({[](ByteView) {}, [&] { is_sent = true; }, {}});
  REQUIRE(both.here->write(Bytes(100, 1)));
  loop.run_until([&] { return is_sent; });
  CHECK(arrived == 0);
  both.there->pause_reading(false);
  loop.run_until([&] { return arrived > 0; });
  CHECK(arrived == 100);
}

TEST_CASE("a client may come back") {
  Loop loop;
  Both both{loop};
  both.here.reset();
  both.there.reset();
  std::optional<Stream> again;
  TcpDial dial{loop, both.listener.local(), [&](std::optional<Stream> stream) {
                 again = std::move(stream);
               }};
  loop.run_until([&] { return again && both.there; });
  CHECK(again);
}

TEST_CASE("a dial that cannot succeed says so later, and once") {
  Loop loop;
  Endpoint to{loopback, 1};
  SECTION("nobody listens") {}
  SECTION("not an address") {
    to.host = Bytes{1, 2, 3};
  }
  int calls = 0;
  bool has_stream = true;
  TcpDial dial{loop, to, [&](std::optional<Stream> stream) {
                 ++calls;
                 has_stream = stream.has_value();
               }};
  CHECK(calls == 0);
  loop.run_until([&] { return calls > 0; });
  CHECK(calls == 1);
  CHECK(!has_stream);
}

TEST_CASE("a dial let go says nothing") {
  Loop loop;
  bool is_called = false;
  {
    const TcpDial dial{
        loop, Endpoint{loopback, 1}, [&](std::optional<Stream>) { is_called = true; }};
  }
  loop.run();
  CHECK(!is_called);
}

TEST_CASE("a dial may be let go from inside its own call") {
  Loop loop;
  std::unique_ptr<TcpDial> dial;
  bool is_called = false;
  dial = std::make_unique<TcpDial>(loop, Endpoint{loopback, 1}, [&](std::optional<Stream>) {
    dial.reset();
    is_called = true;
  });
  loop.run_until([&] { return is_called; });
  CHECK(!dial);
}

TEST_CASE("two listeners at one address conflict") {
  Loop loop;
  const auto first =
      TcpListener::listen(loop, Endpoint{loopback, 0}, [](Stream, const Endpoint&) {});
  REQUIRE(first);
  const auto second = TcpListener::listen(loop, first->local(), [](Stream, const Endpoint&) {});
  REQUIRE(!second);
  CHECK(second.error().code == Errc::conflict);
}

TEST_CASE("what is not this machine's address cannot be listened at") {
  Loop loop;
  const auto foreign =
      TcpListener::listen(loop, Endpoint{Bytes{203, 0, 113, 9}, 0}, [](Stream, const Endpoint&) {});
  REQUIRE(!foreign);
  CHECK(foreign.error().code == Errc::unavailable);
  const auto malformed =
      TcpListener::listen(loop, Endpoint{Bytes{1}, 0}, [](Stream, const Endpoint&) {});
  REQUIRE(!malformed);
  CHECK(malformed.error().code == Errc::malformed);
}

}  // namespace
}  // namespace tocsin::uv
