#include "daemon/control/session.h"

#include <optional>

#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"
#include "tests/support/control_client.h"
#include "tests/support/temporary_directory.h"
#include "transport/uv/turn.h"

namespace tocsin::control {
namespace {

TEST_CASE("a session ends once, whatever comes after, and says nothing more") {
  const tests::TemporaryDirectory directory;
  uv::Loop loop;
  std::optional<uv::Stream> accepted;
  const auto listener = uv::PipeListener::listen(
      loop, directory / "ctl", [&](uv::Stream stream) { accepted.emplace(std::move(stream)); });
  REQUIRE(listener);
  tests::ControlClient client{loop, directory / "ctl"};
  loop.run_until([&] { return accepted.has_value(); });
  int ended = 0;
  int asked = 0;
  Session session{loop,
                  std::move(*accepted),
                  ControlNonce{1},
                  control_mac(ControlCookie{2}, ControlNonce{1}),
                  Session::Calls{[&](ControlRequest) { ++asked; }, [&] { ++ended; }}};
  client.prove(ControlCookie{2});
  client.ask(client.request("status"));
  loop.run_until([&] { return asked == 1; });
  client.send(Bytes{0xff, 0xff});
  client.ask(client.request("status"));
  loop.run_until([&] { return ended == 1; });
  session.reply(ControlReply{1, answer_of(std::vector<Row>{})});
  session.resume();
  CHECK(ended == 1);
  CHECK(asked == 1);
}

TEST_CASE("a client that reads nothing loses its session when its replies pile up") {
  const tests::TemporaryDirectory directory;
  uv::Loop loop;
  std::optional<uv::Stream> accepted;
  const auto listener = uv::PipeListener::listen(
      loop, directory / "ctl", [&](uv::Stream stream) { accepted.emplace(std::move(stream)); });
  REQUIRE(listener);
  const auto mute = uv::connect_pipe(loop, directory / "ctl");
  REQUIRE(mute);
  loop.run_until([&] { return accepted.has_value(); });
  bool is_ended = false;
  Session session{loop,
                  std::move(*accepted),
                  ControlNonce{1},
                  ControlMac{},
                  Session::Calls{[](ControlRequest) {}, [&] { is_ended = true; }}};
  Row row{"row"};
  row.set("bytes", Value{Bytes(1024 * 1024, 1)});
  for (int i = 0; i < 16 && !is_ended; ++i)
    session.reply(ControlReply{1, answer_of(std::vector<Row>{row})});
  CHECK(is_ended);
}

}  // namespace
}  // namespace tocsin::control
