#include "transport/driver/driver.h"

#include <optional>
#include <vector>

#include "core/model/limits/driver.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::driver {
namespace {

// Writes down what leaves, and when a link is told to rest.
struct Recorder final : Performer {
  void perform(Release release) override {
    if (auto* respond = std::get_if<Respond>(&release)) {
      committed_before.push_back(store->commits());
      answers.push_back(std::move(respond->answer));
    }
  }

  void pause_reading(bool paused) override { all_rest = paused; }

  void pause_reading(LinkId, bool paused) override { link_rests.push_back(paused); }

  void fail_stop(const Error& error) override { failed = error.code; }

  tests::MemoryStore* store = nullptr;
  std::vector<Answer> answers;
  std::vector<std::size_t> committed_before;
  std::vector<bool> link_rests;
  bool all_rest = false;
  std::optional<Errc> failed;
};

// A node without an identity, over a store in memory, as a laptop has it before `init`.
struct Driven {
  Driven() { performer.store = &store; }

  void ask(const std::string& verb, Row arguments = Row{"arguments"}, Level level = Level::act) {
    driver.feed(Commanded{RequestId{++asked}, Command{verb, std::move(arguments), level}});
  }

  void init() {
    Row arguments{"arguments"};
    arguments.set("handle", "ana").set("rehearsal", true);
    ask("init", arguments, Level::live);
    loop.run_until([this] { return !performer.answers.empty() || performer.failed; });
  }

  uv::Loop loop;
  tests::MemoryStore store;
  tests::SeededRandom random{9};
  Recorder performer;
  Node node{random, store, NodeSettings{}, Snapshot{}};
  std::uint64_t asked = 0;
  Driver driver{loop, node, store, performer};
};

TEST_CASE("an answer leaves after the commit of what it claims") {
  Driven driven;
  driven.init();
  REQUIRE(driven.performer.answers.size() == 1);
  CHECK(driven.performer.answers.front().exit == Exit::ok);
  CHECK(driven.performer.committed_before.front() >= 1);
  CHECK(!driven.store.has_staged());
}

TEST_CASE(
    "when the disk fails nothing leaves, nothing more is taken, and the process is told to end") {
  Driven driven;
  driven.store.fail_commit_after(0);
  driven.init();
  CHECK(driven.performer.answers.empty());
  CHECK(driven.performer.failed == Errc::storage);
  CHECK(driven.driver.is_full());
  driven.store.crash();
  driven.ask("status");
  bool is_over = false;
  uv::Turn after{driven.loop, [&] { is_over = true; }};
  after.request();
  driven.loop.run_until([&] { return is_over; });
  CHECK(driven.performer.answers.empty());
}

TEST_CASE("more events than a batch holds are all answered, in order of asking") {
  Driven driven;
  const std::size_t wishes = 2 * limits::batch_events_max + 1;
  for (std::size_t i = 0; i < wishes; ++i) driven.ask("no such verb");
  driven.loop.run_until([&] { return driven.performer.answers.size() == wishes; });
  CHECK(driven.performer.answers.front().code == driven.performer.answers.back().code);
}

TEST_CASE("a link whose bytes wait unhandled rests at 64 KiB and reads on when they are handled") {
  Driven driven;
  driven.driver.feed(LinkOpened{LinkId{1}, NetPrefix{}});
  driven.driver.feed(BytesReceived{LinkId{1}, Bytes(limits::link_unhandled_bytes_max - 1, 1)});
  CHECK(driven.performer.link_rests.empty());
  driven.driver.feed(BytesReceived{LinkId{1}, Bytes(1, 1)});
  CHECK(driven.performer.link_rests == std::vector<bool>{true});
  driven.loop.run_until([&] { return driven.performer.link_rests.size() == 2; });
  CHECK(driven.performer.link_rests.back() == false);
}

TEST_CASE("who waits for what was fed is called after its commit, and may feed more") {
  Driven driven;
  std::vector<std::size_t> answered;
  const std::size_t wishes = limits::batch_events_max + 1;
  for (std::size_t i = 0; i < wishes; ++i) driven.ask("no such verb");
  driven.driver.when_handled([&] {
    answered.push_back(driven.performer.answers.size());
    driven.ask("no such verb");
    driven.driver.when_handled([&] { answered.push_back(driven.performer.answers.size()); });
  });
  driven.ask("no such verb");  // and not for what comes behind it
  driven.loop.run_until([&] { return answered.size() == 2; });
  CHECK(answered.front() >= wishes);
  CHECK(answered.back() == wishes + 2);
}

TEST_CASE("when the disk fails nobody hears that what was fed is committed") {
  Driven driven;
  driven.store.fail_commit_after(0);
  bool was_called = false;
  driven.driver.feed(
      Commanded{RequestId{7}, Command{"init", Row{}.set("handle", "ana"), Level::live}});
  driven.driver.when_handled([&] { was_called = true; });
  driven.loop.run_until([&] { return driven.performer.failed.has_value(); });
  bool is_over = false;
  uv::Turn after{driven.loop, [&] { is_over = true; }};
  after.request();
  driven.loop.run_until([&] { return is_over; });
  CHECK_FALSE(was_called);
}

TEST_CASE("an inbox at its bound is full until a batch has run") {
  Driven driven;
  for (std::size_t i = 0; i < limits::inbox_events_max; ++i) {
    CHECK(!driven.driver.is_full());
    driven.driver.feed(SpaceChanged{1});
  }
  CHECK(driven.driver.is_full());
  driven.loop.run_until([&] { return !driven.driver.is_full(); });
  CHECK(!driven.driver.is_full());
}

}  // namespace
}  // namespace tocsin::driver
