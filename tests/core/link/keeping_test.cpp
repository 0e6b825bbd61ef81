// Time on a link: probes, death, renewal, keys and boxes that are no more.
#include "core/link/links.h"
#include "tests/core/link/linked.h"
#include "tests/support/catch.hpp"
#include "tests/support/pair.h"

namespace tocsin::link {
namespace {

using tests::Pair;
using tests::Party;

}  // namespace

TEST_CASE("an idle link stays up for hours, at one probe and one answer a minute") {
  Linked pair{1};
  const std::uint64_t before = pair.a().bytes_sent + pair.b().bytes_sent;
  pair.run(Seconds{6 * 3600});
  CHECK(pair.a().downs().empty());
  CHECK(pair.b().downs().empty());
  const std::uint64_t cells = (pair.a().bytes_sent + pair.b().bytes_sent - before) / 512;
  CHECK(cells >= 2 * 6 * 60 * 3 / 4);
  CHECK(cells <= 2 * 6 * 60 * 3 / 2);
}

TEST_CASE("a link whose other end fell silent dies within a probe and ten seconds") {
  Linked pair{2};
  pair.b().is_deaf = true;
  pair.run(Seconds{60 * 5 / 4 + 11});
  CHECK(pair.a().downs().size() == 1);
}

TEST_CASE("what was sent into silence is waited for ten seconds") {
  Linked pair{3};
  pair.b().is_deaf = true;
  REQUIRE(pair.send(pair.a(), pair.a().ups()[0].link, Hello{}));
  pair.run(Millis{9'000});
  CHECK(pair.a().downs().empty());
  pair.run(Millis{1'500});
  CHECK(pair.a().downs().size() == 1);
}

TEST_CASE("after a day a link is dialled anew and the old one dropped") {
  Linked pair{4};
  pair.run(Seconds{22 * 3600});
  CHECK(pair.a().ups().size() == 1);
  pair.run(Seconds{4 * 3600});
  CHECK(pair.a().ups().size() == 2);
  CHECK(pair.a().downs().size() == 1);
  CHECK(pair.b().ups().size() == 2);
  CHECK(pair.b().downs().size() == 1);
  // The machine says first that the old one is gone.
  CHECK(std::holds_alternative<LinkUp>(pair.a().happened.back()));
}

TEST_CASE(
    "a newer mesh key renews a link within ten minutes, and the old one keeps it until then") {
  Linked pair{5};
  for (Party* party : {&pair.a(), &pair.b()}) {
    std::vector<LinkCredential> keys;
    keys.push_back({2, LinkMaterial::copy_of(Bytes(32, 2))});
    keys.push_back({1, LinkMaterial::copy_of(Bytes(32, 1))});
    party->links->set_mesh_keys(std::move(keys));
  }
  pair.run(Seconds{610});
  CHECK(pair.a().ups().size() == 2);
  CHECK(pair.a().downs().size() == 1);
}

TEST_CASE("a link ends with the key it came up under") {
  Linked pair{6};
  pair.give_mesh_key(pair.a(), 2);
  pair.run();
  CHECK(pair.a().downs().size() == 1);
  CHECK(pair.b().frames() == std::vector<Frame>{Bye{ByeReason::number}});
}

TEST_CASE("a relay that a list leaves out says goodbye to everybody") {
  Pair pair{7};
  Party& relay = pair.add_relay();
  pair.dial(pair.a(), relay);
  pair.run();
  pair.take_list(relay, pair.list_of({&relay}));
  pair.run();
  CHECK(relay.downs().empty());
  pair.take_list(relay, pair.list_of({}));
  pair.run();
  CHECK(relay.downs().size() == 1);
  pair.dial(pair.a(), relay);
  pair.run(Millis{13'000});
  CHECK(relay.ups().size() == 1);
}

}  // namespace tocsin::link
