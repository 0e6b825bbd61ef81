#include "transport/peers/listener.h"

#include "tests/support/catch.hpp"

namespace tocsin::peers {
namespace {

TEST_CASE("a network is a /24 of IPv4 and a /56 of IPv6") {
  CHECK(network_of(Bytes{192, 0, 2, 77}) == Bytes{192, 0, 2});
  CHECK(network_of(Bytes{0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}) ==
        Bytes{0x20, 1, 0xd, 0xb8, 1, 2, 3});
}

TEST_CASE("two hosts of one network share a prefix") {
  CHECK(network_of(Bytes{192, 0, 2, 1}) == network_of(Bytes{192, 0, 2, 2}));
  CHECK(network_of(Bytes{192, 0, 2, 1}) != network_of(Bytes{192, 0, 3, 1}));
}

TEST_CASE("an onion address is not listened at over TCP") {
  uv::Loop loop;
  Listener listener{loop, [](ByteView) { return NetPrefix{}; }, [](uv::Stream, NetPrefix) {}};
  CHECK(!listener.listen(Address{AddressKind::onion, Bytes(32, 1), 80}));
}

}  // namespace
}  // namespace tocsin::peers
