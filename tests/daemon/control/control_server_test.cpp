#include "daemon/control/control_server.h"

#include <unistd.h>

#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"
#include "tests/support/control_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::control {
namespace {

using tests::ControlClient;

// A server that answers "echo" with the arguments, "later" never by itself, and keeps what it was
// asked.
struct Served {
  explicit Served(std::uint32_t own_user = ::geteuid()) {
    server =
        ControlServer::open(loop,
                            ServerSettings{path, cookie, own_user},
                            random,
                            [this](RequestId id, ControlRequest request) {
                              asked.push_back(request);
                              ids.push_back(id);
                              if (request.verb == "echo")
                                server->answer(id, answer_of(std::vector<Row>{request.arguments}));
                            })
            .value();
  }

  ControlCookie cookie{1, 2, 3};
  tests::TemporaryDirectory directory;
  std::string path = directory / "ctl";
  tests::SeededRandom random{5};
  uv::Loop loop;
  std::vector<ControlRequest> asked;
  std::vector<RequestId> ids;
  std::unique_ptr<ControlServer> server;
};

TEST_CASE("a client that knows the cookie is answered under its own number") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  Row row{"arguments"};
  row.set("text", "hello");
  const Answer answer = client.answer(client.request("echo", row));
  CHECK(answer.exit == Exit::ok);
  CHECK(answer.rows == std::vector<Row>{row});
}

TEST_CASE("a cookie wrong, short, long or replayed is silence and a closed socket") {
  Served served;
  ControlClient client{served.loop, served.path};
  const ControlNonce nonce = client.nonce().value();
  const ControlMac right = control_mac(served.cookie, nonce);
  SECTION("wrong") {
    client.prove(ControlCookie{9});
  }
  SECTION("short") {
    client.send(ByteView{right}.first(31));
  }
  SECTION("empty") {
    client.send(ByteView{});
  }
  SECTION("long") {
    Bytes longer = to_bytes(right);
    longer.push_back(0);
    client.send(longer);
  }
  SECTION("of another session") {
    ControlClient other{served.loop, served.path};
    client.send(control_mac(served.cookie, other.nonce().value()));
  }
  client.ask(client.request("echo"));
  CHECK(client.closed());
  CHECK(client.replies.empty());
  CHECK(served.asked.empty());
}

TEST_CASE("another user's program is closed before a byte is sent to it") {
  Served served{::geteuid() + 1};
  ControlClient client{served.loop, served.path};
  CHECK(client.closed());
  CHECK(!client.nonce());
  CHECK(served.server->clients() == 0);
}

TEST_CASE("ten thousand random requests leave the server as it was") {
  Served served;
  tests::SeededRandom dice{11};
  for (int sent = 0; sent < 10'000;) {
    ControlClient client{served.loop, served.path};
    client.prove(served.cookie);
    // Until the server has had enough of this one.
    for (; sent < 10'000 && !client.is_closed(); ++sent) {
      Bytes message = wire::encode(client.request("echo"));
      const std::size_t at = dice.below(message.size());
      if (dice.below(2) == 0) {
        message[at] = static_cast<std::uint8_t>(dice.u64());
      } else {
        message.resize(dice.below(200));
        dice.fill(message);
      }
      client.send(message);
      if (sent % 8 == 0) {
        bool is_over = false;
        uv::Turn turn{served.loop, [&] { is_over = true; }};
        turn.request();
        served.loop.run_until([&] { return is_over; });
      }
    }
  }
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  CHECK(client.answer(client.request("echo")).exit == Exit::ok);
}

TEST_CASE("a frame longer than a request may be closes the session at its length") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  Writer writer;
  writer.u32(limits::request_bytes_max + 1);
  client.send_raw(writer.take());
  CHECK(client.closed());
}

TEST_CASE("a request of the largest size is served") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  Row row{"arguments"};
  row.set("bytes", Value{Bytes(1024 * 1024, 7)});
  CHECK(client.answer(client.request("echo", row)).rows.front() == row);
}

TEST_CASE("requests beyond the eighth unanswered one wait their turn and are lost by nobody") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  for (int i = 0; i < 20; ++i) client.ask(client.request("later"));
  served.loop.run_until([&] { return served.asked.size() == 8; });
  for (std::size_t i = 0; i < 20; ++i) {
    served.loop.run_until([&] { return served.ids.size() > i; });
    served.server->answer(served.ids[i], answer_of(std::vector<Row>{}));
  }
  served.loop.run_until([&] { return client.replies.size() == 20; });
  CHECK(client.replies.back().number == 20);
}

TEST_CASE("the seventeenth client is turned away, and comes in when another has left") {
  Served served;
  std::vector<std::unique_ptr<ControlClient>> clients;
  for (std::size_t i = 0; i < limits::clients_max; ++i) {
    clients.push_back(std::make_unique<ControlClient>(served.loop, served.path));
    clients.back()->prove(served.cookie);
  }
  ControlClient refused{served.loop, served.path};
  CHECK(refused.closed());
  clients.pop_back();
  served.loop.run_until([&] { return served.server->clients() < limits::clients_max; });
  ControlClient welcome{served.loop, served.path};
  CHECK(welcome.nonce());
}

TEST_CASE("the answer to a client that is gone goes nowhere") {
  Served served;
  {
    ControlClient client{served.loop, served.path};
    client.prove(served.cookie);
    client.ask(client.request("later"));
    served.loop.run_until([&] { return !served.ids.empty(); });
  }
  served.loop.run_until([&] { return served.server->clients() == 0; });
  served.server->answer(served.ids.front(), answer_of(std::vector<Row>{}));
  CHECK(served.server->clients() == 0);
}

TEST_CASE("an act asked again under its idempotency key is done once") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  ControlRequest act = client.request("echo");
  act.idempotency = Bytes(16, 4);
  const Answer first = client.answer(act);
  ControlRequest again = client.request("echo");
  again.idempotency = act.idempotency;
  CHECK(client.answer(again) == first);
  CHECK(served.asked.size() == 1);
}

TEST_CASE(
    "a watching client is told what it catches up on, then what happens, and others are not") {
  Served served;
  ControlClient watching{served.loop, served.path};
  ControlClient other{served.loop, served.path};
  watching.prove(served.cookie);
  other.prove(served.cookie);
  watching.ask(watching.request("later"));
  served.loop.run_until([&] { return !served.ids.empty(); });
  const RequestId watch = served.ids.front();
  served.server->begin_watch(watch);
  served.server->answer(watch, answer_of(std::vector<Row>{}));
  served.server->notify(Notice{Row{"too early: in a page to come"}});
  CHECK(served.server->tell(watch, Notice{Row{"page"}}));
  served.server->stream(watch);
  served.server->notify(Notice{Row{"live"}});
  served.loop.run_until([&] { return watching.notices.size() == 2; });
  CHECK(watching.notices[0].kind() == "page");
  CHECK(watching.notices[1].kind() == "live");
  CHECK(other.answer(other.request("echo")).exit == Exit::ok);
  CHECK(other.notices.empty());
}

TEST_CASE("at lock whoever waits is told, and watches end") {
  Served served;
  ControlClient waiting{served.loop, served.path};
  ControlClient watching{served.loop, served.path};
  waiting.prove(served.cookie);
  watching.prove(served.cookie);
  watching.ask(watching.request("later"));
  served.loop.run_until([&] { return served.ids.size() == 1; });
  served.server->begin_watch(served.ids[0]);
  served.server->answer(served.ids[0], answer_of(std::vector<Row>{}));
  served.server->stream(served.ids[0]);
  waiting.ask(waiting.request("later"));
  served.loop.run_until([&] { return served.ids.size() == 2; });
  served.server->forget_all(Answer{Exit::permission, "E_LOCKED", "", "", {}});
  served.loop.run_until([&] { return !waiting.replies.empty(); });
  CHECK(waiting.replies.front().answer.code == "E_LOCKED");
  CHECK(watching.closed());
}

TEST_CASE("an answer too large to send becomes a refusal") {
  Served served;
  ControlClient client{served.loop, served.path};
  client.prove(served.cookie);
  client.ask(client.request("later"));
  served.loop.run_until([&] { return !served.ids.empty(); });
  Row row{"large"};
  row.set("bytes", Value{Bytes(limits::reply_queue_bytes_max, 1)});
  served.server->answer(served.ids.front(), answer_of(std::vector<Row>{row}));
  served.loop.run_until([&] { return !client.replies.empty(); });
  CHECK(client.replies.front().answer.code == "E_SIZE");
}

}  // namespace
}  // namespace tocsin::control
