#include "core/link/links.h"

#include "tests/support/catch.hpp"
#include "tests/support/frames.h"
#include "tests/support/pair.h"

namespace tocsin::link {
namespace {

using tests::Pair;
using tests::Party;

}  // namespace

TEST_CASE("two who hold the mesh key and have pinned each other come up") {
  const auto seed = GENERATE(1, 2, 3, 4, 5);
  Pair pair{static_cast<std::uint64_t>(seed)};
  pair.dial(pair.a(), pair.b());
  pair.run();
  REQUIRE(pair.a().ups().size() == 1);
  REQUIRE(pair.b().ups().size() == 1);
  CHECK(pair.a().ups()[0].is_dialled);
  CHECK_FALSE(pair.b().ups()[0].is_dialled);
  CHECK(pair.a().ups()[0].key == pair.b().key());
  CHECK(pair.b().ups()[0].key == pair.a().key());
  CHECK(pair.b().ups()[0].role == PeerRole::member);
  CHECK(pair.a().ended().empty());
}

TEST_CASE("frames of every type arrive as they were, from either side") {
  Pair pair{6};
  pair.dial(pair.a(), pair.b());
  pair.run();
  std::vector<Frame> sent;
  for (const Frame& frame : tests::one_frame_of_each_type()) {
    const bool is_links_own =
        std::holds_alternative<AckCells>(frame) || std::holds_alternative<TicketFrame>(frame) ||
        std::holds_alternative<TicketOk>(frame) || std::holds_alternative<UnknownFrame>(frame) ||
        std::holds_alternative<Bye>(frame);
    if (is_links_own) continue;
    sent.push_back(frame);
    REQUIRE(pair.send(pair.a(), pair.a().ups()[0].link, Queue::normal, frame));
    REQUIRE(pair.send(pair.b(), pair.b().ups()[0].link, Queue::normal, frame));
  }
  pair.run();
  CHECK(pair.b().frames() == sent);
  CHECK(pair.a().frames() == sent);
}

}  // namespace tocsin::link
