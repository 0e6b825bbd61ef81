#include "daemon/watches.h"

#include <optional>
#include <utility>

#include <unistd.h>

#include "core/model/limits/node.h"
#include "tests/support/catch.hpp"
#include "tests/support/control_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

// A server whose every request is a watch; the questions to the node are answered by the test.
struct Watched {
  Watched() {
    const auto begin = [this](RequestId id, const ControlRequest& asked) {
      watches->begin(id, asked.arguments);
    };
    server = control::ControlServer::open(loop, {path, cookie, ::geteuid()}, random, begin).value();
    watches.emplace(*server, [this](RequestId id, Command command) {
      questions.emplace_back(id, std::move(command));
    });
    client.emplace(loop, path);
    client->prove(cookie);
  }

  void watch(std::optional<std::int64_t> since) {
    Row arguments{"arguments"};
    if (since) arguments.set("since", *since);
    client->ask(client->request("watch", arguments));
  }

  // The question with this number, when it has come.
  const std::pair<RequestId, Command>& question(std::size_t number) {
    loop.run_until([&] { return questions.size() > number; });
    return questions[number];
  }

  static Notice event(std::int64_t cursor) {
    Row row{"event"};
    row.set("cursor", cursor);
    return Notice{std::move(row)};
  }

  static Answer page(std::int64_t first, std::size_t count) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < count; ++i)
      rows.push_back(event(first + static_cast<std::int64_t>(i)).row);
    return answer_of(std::move(rows));
  }

  void wait_for_notices(std::size_t count) {
    loop.run_until([&] { return client->notices.size() >= count; });
  }

  tests::TemporaryDirectory base;
  std::string path = base / "ctl";
  ControlCookie cookie{1};
  tests::SeededRandom random{2};
  uv::Loop loop;
  std::vector<std::pair<RequestId, Command>> questions;
  std::unique_ptr<control::ControlServer> server;
  std::optional<Watches> watches;
  std::optional<tests::ControlClient> client;
};

TEST_CASE("a watch from a cursor gets every page, then what happens, each event once") {
  Watched watched;
  watched.watch(40);
  const auto [id, first] = watched.question(0);
  CHECK(first.verb == "events");
  CHECK(first.arguments.integer("since") == 40);
  // It happens while the client catches up: it will be in the last page.
  watched.server->notify(Watched::event(297));
  CHECK(watched.watches->answered(id, Watched::page(41, limits::events_page)));
  const std::int64_t seen = 40 + std::int64_t{limits::events_page};
  CHECK(watched.question(1).second.arguments.integer("since") == seen);
  CHECK(watched.watches->answered(id, Watched::page(seen + 1, 1)));
  watched.server->notify(Watched::event(seen + 2));
  watched.wait_for_notices(limits::events_page + 2);
  for (std::size_t i = 0; i < watched.client->notices.size(); ++i) {
    CHECK(watched.client->notices[i].integer("cursor") == 41 + static_cast<std::int64_t>(i));
  }
  CHECK(watched.client->replies.size() == 1);
  CHECK(!watched.watches->answered(id, Watched::page(0, 1)));
}

TEST_CASE("a watch without a cursor begins with what happens next") {
  Watched watched;
  watched.watch(std::nullopt);
  watched.loop.run_until([&] { return watched.client->replies.size() == 1; });
  watched.server->notify(Watched::event(7));
  watched.wait_for_notices(1);
  CHECK(watched.questions.empty());
  CHECK(watched.client->notices.front().integer("cursor") == 7);
}

TEST_CASE("a refused question is the answer to the watch") {
  Watched watched;
  watched.watch(0);
  const RequestId id = watched.question(0).first;
  CHECK(watched.watches->answered(id, Answer{Exit::later, "E_UNAVAILABLE", "", "", {}}));
  watched.loop.run_until([&] { return !watched.client->replies.empty(); });
  CHECK(watched.client->replies.front().answer.code == "E_UNAVAILABLE");
}

TEST_CASE("an answer to anybody else is not a page") {
  Watched watched;
  CHECK(!watched.watches->answered(RequestId{99}, answer_of(std::vector<Row>{})));
}

TEST_CASE("a client that leaves while it catches up is asked about no more") {
  Watched watched;
  watched.watch(0);
  const RequestId id = watched.question(0).first;
  watched.client.reset();
  watched.loop.run_until([&] { return watched.server->clients() == 0; });
  CHECK(watched.watches->answered(id, Watched::page(1, limits::events_page)));
  CHECK(watched.questions.size() == 1);
}

}  // namespace
}  // namespace tocsin::daemon
