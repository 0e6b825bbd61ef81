#include "daemon/performer.h"

#include <optional>

#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

struct Performed {
  tests::TemporaryDirectory base;
  tests::SeededRandom random{1};
  uv::Loop loop;
  std::vector<Event> told;
  peers::Peers peers{loop,
                     [](ByteView) { return NetPrefix{}; },
                     [this](Event event) { told.push_back(std::move(event)); }};
  std::unique_ptr<control::ControlServer> server =
      control::ControlServer::open(
          loop, {base / "ctl", {}, ::geteuid()}, random, [](RequestId, const ControlRequest&) {})
          .value();
  std::optional<Answer> responded;
  SocketPerformer performer{
      peers, *server, [this](RequestId, Answer answer) { responded = std::move(answer); }};
};

TEST_CASE("what a batch releases goes where it belongs") {
  Performed performed;
  performed.performer.perform(Respond{RequestId{1}, answer_of(std::vector<Row>{Row{"sent"}})});
  REQUIRE(performed.responded);
  CHECK(performed.responded->rows.front().kind() == "sent");
  performed.performer.perform(Dial{DialId{5}, Address{AddressKind::onion, Bytes(32, 1), 1}});
  REQUIRE(performed.told.size() == 1);
  CHECK(std::get<DialFailed>(performed.told.front()).dial == DialId{5});
}

TEST_CASE("bytes for a link that is gone, and its close, trouble nobody") {
  Performed performed;
  performed.performer.perform(SendBytes{LinkId{9}, Bytes{1}});
  performed.performer.perform(CloseLink{LinkId{9}});
  performed.performer.perform(Notify{Notice{Row{"event"}}});
  performed.performer.pause_reading(LinkId{9}, true);
  performed.performer.pause_reading(true);
  CHECK(performed.told.empty());
}

TEST_CASE("a failed disk ends the process at once with exit 74") {
  const auto ending = tests::run_in_child([] {
    Performed performed;
    performed.performer.fail_stop(Error{Errc::storage, "the disk"});
  });
  CHECK(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 74);
}

}  // namespace
}  // namespace tocsin::daemon
