#include "core/seam/outbox.h"

#include "core/crypto/init.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

Envelope some_envelope() {
  REQUIRE(crypto::init());
  Bytes bytes(512, 7);
  bytes[envelope_layout::suite] = suite_1;
  bytes[envelope_layout::bucket] = 0;
  return Envelope::from(std::move(bytes)).value();
}

}  // namespace

TEST_CASE("writes and releases come out in the order in which they were asked for") {
  Outbox outbox;
  outbox.send(LinkId{1}, {1});
  outbox.keep(Table::peers, {1}, {2});
  outbox.close(LinkId{1});
  outbox.forget(Table::peers, {1});
  outbox.dial(DialId{4}, Address{AddressKind::ipv4, {10, 0, 0, 1}, 7000});
  outbox.respond(RequestId{5}, answer_of({Row{"done"}}));
  outbox.notify(Notice{Row{"told"}});
  const Effects effects = outbox.take();
  REQUIRE(effects.writes.size() == 2);
  CHECK(std::get<Keep>(effects.writes[0]).value == Bytes{2});
  CHECK(std::get<Forget>(effects.writes[1]).key == Bytes{1});
  REQUIRE(effects.releases.size() == 5);
  CHECK(std::get<SendBytes>(effects.releases[0]).link == LinkId{1});
  CHECK(std::get<CloseLink>(effects.releases[1]).link == LinkId{1});
  CHECK(std::get<Dial>(effects.releases[2]).address.port == 7000);
  CHECK(std::get<Respond>(effects.releases[3]).request == RequestId{5});
  CHECK(std::get<Notify>(effects.releases[4]).notice.row.kind() == "told");
}

TEST_CASE("a batch is measured by the bytes it writes and sends") {
  const Envelope envelope = some_envelope();
  Outbox outbox;
  outbox.keep(Table::peers, Bytes(3), Bytes(40));
  outbox.forget(Table::peers, Bytes(5));
  outbox.send(LinkId{1}, Bytes(600));
  CHECK(outbox.take().bytes == 648);
  outbox.keep(envelope, std::nullopt);
  CHECK(outbox.take().bytes == envelope.bytes().size());
}

TEST_CASE("an envelope is kept with its stamp and forgotten by its id") {
  const Envelope envelope = some_envelope();
  const Stamp stamp{StampKey{StampKey::Array{5}}, {6}};
  Outbox outbox;
  outbox.keep(envelope, stamp);
  outbox.forget(envelope.id());
  const Effects effects = outbox.take();
  REQUIRE(effects.writes.size() == 2);
  CHECK(std::get<KeepEnvelope>(effects.writes[0]).envelope.id() == envelope.id());
  CHECK(std::get<KeepEnvelope>(effects.writes[0]).stamp == stamp);
  CHECK(std::get<ForgetEnvelope>(effects.writes[1]).id == envelope.id());
}

TEST_CASE("what was taken is not given out again") {
  Outbox outbox;
  outbox.keep(Table::peers, {1}, {2});
  outbox.send(LinkId{1}, {1});
  REQUIRE(outbox.take().bytes == 3);
  const Effects again = outbox.take();
  CHECK(again.writes.empty());
  CHECK(again.releases.empty());
  CHECK(again.bytes == 0);
}

}  // namespace tocsin
