#include <map>

#include "core/coalition/statements.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

// By device and seq: every content that was ever signed.
using Promised = std::map<std::pair<DeviceId, std::uint64_t>, StatementId>;

void take(Promised& promised, const Statement& statement) {
  const auto body = coalition::decode_body(statement);
  REQUIRE(body.has_value());
  const Head& head = coalition::head_of(*body);
  const auto [found, is_new] = promised.emplace(std::pair{head.author, head.seq}, statement.id());
  CHECK(found->second == statement.id());
}

}  // namespace

TEST_CASE(
    "a crash before the commit takes promise and statement together, so no slot is used twice") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.propose();
  CoalitionNet::Device& ana = net.of("drivers");
  Promised promised;
  // What was committed may leave: every batch but the crashed ones.
  for (int round = 0; round < 6; ++round) {
    const Row live = net.live_arguments(ana, story.proposal);
    Row arguments = live;
    arguments.set("stance", round % 2 == 0 ? "approve" : "abstain");
    if (round % 3 == 1) {
      Outbox lost;
      const auto done =
          ana.machine->command(Command{"confirm", arguments, Level::live}, net.now(), lost);
      REQUIRE(done.has_value());
      net.restart(ana);  // neither kept nor sent
      continue;
    }
    REQUIRE(net.act(ana, "confirm", arguments).has_value());
    if (round % 3 == 2) net.restart(ana);  // kept and sent
    net.pass(Seconds{1});
  }
  for (const auto& parcel : net.parcels())
    take(promised, wire::decode<Statement>(parcel.statement).value());
  for (const StoredRow& row : kept_by(ana))
    take(promised, wire::decode<Statement>(row.value).value());
}

TEST_CASE("a device numbers on above what others still hold of it") {
  CoalitionNet net;
  CoalitionStory story{net};
  const MemoryStore backup = *net.of("plumbers").store;
  story.propose();
  REQUIRE(net.sign(net.of("plumbers"), story.proposal).has_value());
  net.deliver();
  CoalitionNet::Device& restored = net.of("plumbers");
  *restored.store = backup;  // an old copy of the disk
  net.restart(restored);
  for (const StoredRow& row : kept_by(net.of("choir")))
    REQUIRE(net.accept(restored, row.value).has_value());
  REQUIRE(net.sign(restored, story.proposal, "abstain").has_value());
  Promised promised;
  for (const StoredRow& row : kept_by(restored))
    take(promised, wire::decode<Statement>(row.value).value());
}

}  // namespace tocsin::tests
