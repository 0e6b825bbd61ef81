#include "core/node/batch.h"

#include <algorithm>

#include "core/crypto/init.h"
#include "core/model/limits/driver.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

constexpr Now start{Instant{}, WallTime{Millis{1'810'000'000'000}}};

Event wish(std::uint64_t request, std::string verb, Row arguments = {}) {
  return Commanded{RequestId{request}, Command{std::move(verb), std::move(arguments), Level::live}};
}

Event init_wish(std::uint64_t request) {
  return wish(request, "init", Row{}.set("handle", "ana"));
}

struct Driven {
  Driven() : node{start_node()} {}

  std::unique_ptr<Node> start_node() {
    REQUIRE(crypto::init());
    return std::make_unique<Node>(random, store, NodeSettings{}, store.snapshot());
  }

  Result<Releases> run(bool has_time = true) {
    return run_batch(*node, store, inbox, start, [&] { return has_time; });
  }

  tests::SeededRandom random{1};
  tests::MemoryStore store;
  std::unique_ptr<Node> node;
  Inbox inbox;
};

}  // namespace

TEST_CASE("nothing is released and nothing kept when the commit fails") {
  Driven it;
  REQUIRE(it.run());
  it.store.fail_commit_after(0);
  it.inbox.push_back(init_wish(1));
  const auto releases = it.run();
  REQUIRE_FALSE(releases);
  CHECK(releases.error().code == Errc::storage);
  it.store.crash();
  CHECK(it.store.snapshot().of(Table::identity).empty());
}

TEST_CASE("what is released was committed before") {
  Driven it;
  it.inbox.push_back(init_wish(1));
  const auto releases = it.run();
  REQUIRE(releases);
  REQUIRE(std::ranges::any_of(
      *releases, [](const Release& one) { return std::holds_alternative<Respond>(one); }));
  CHECK_FALSE(it.store.has_staged());
  CHECK(it.store.snapshot().of(Table::identity).size() == 1);
}

TEST_CASE("a batch is one commit, and one that writes nothing touches no disk") {
  Driven it;
  REQUIRE(it.run());
  const std::size_t before = it.store.commits();
  it.inbox.push_back(init_wish(1));
  it.inbox.push_back(wish(2, "card"));
  it.inbox.push_back(wish(3, "status"));
  REQUIRE(it.run().value().size() >= 3);
  CHECK(it.store.commits() == before + 1);
  it.inbox.push_back(wish(4, "status"));
  REQUIRE(it.run());
  CHECK(it.store.commits() == before + 1);
}

TEST_CASE("a batch without time handles one event all the same") {
  Driven it;
  for (std::uint64_t i = 1; i <= 3; ++i) it.inbox.push_back(wish(i, "status"));
  for (const std::size_t left : {2U, 1U, 0U}) {
    REQUIRE(it.run(false));
    CHECK(it.inbox.size() == left);
  }
}

TEST_CASE("a batch ends at its number of events and leaves the rest in order") {
  Driven it;
  for (std::uint64_t i = 1; i <= limits::batch_events_max + 2; ++i)
    it.inbox.push_back(wish(i, "status"));
  REQUIRE(it.run());
  REQUIRE(it.inbox.size() == 2);
  CHECK(std::get<Commanded>(it.inbox.front()).request == RequestId{limits::batch_events_max + 1});
}

TEST_CASE("answers leave in the order of the wishes") {
  Driven it;
  it.inbox.push_back(wish(1, "no such verb"));
  it.inbox.push_back(init_wish(2));
  it.inbox.push_back(wish(3, "card"));
  const Releases releases = it.run().value();
  std::vector<RequestId> answered;
  for (const Release& release : releases) {
    if (const auto* respond = std::get_if<Respond>(&release)) answered.push_back(respond->request);
  }
  CHECK(answered == std::vector{RequestId{1}, RequestId{2}, RequestId{3}});
}

TEST_CASE("a wake-up that is due is done without any event") {
  Driven it;
  REQUIRE(it.node->next_wakeup().has_value());
  REQUIRE(*it.node->next_wakeup() <= start.instant);
  REQUIRE(it.run());
  CHECK(it.node->next_wakeup().value_or(Instant::max()) > start.instant);
}

}  // namespace tocsin
