#include "transport/peers/dialer.h"

#include "tests/support/catch.hpp"

namespace tocsin::peers {
namespace {

TEST_CASE("an attempt ends once and is forgotten") {
  uv::Loop loop;
  int calls = 0;
  Dialer dialer{loop, [&](DialId id, std::optional<uv::Stream> stream) {
                  ++calls;
                  CHECK(id == DialId{4});
                  CHECK(!stream);
                }};
  dialer.dial(DialId{4}, Address{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 1});
  CHECK(dialer.under_way() == 1);
  loop.run_until([&] { return calls > 0; });
  CHECK(dialer.under_way() == 0);
  loop.run();
  CHECK(calls == 1);
}

TEST_CASE("attempts given up are silent") {
  uv::Loop loop;
  bool is_called = false;
  Dialer dialer{loop, [&](DialId, std::optional<uv::Stream>) { is_called = true; }};
  dialer.dial(DialId{1}, Address{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 1});
  dialer.give_up_all();
  loop.run();
  CHECK(!is_called);
}

}  // namespace
}  // namespace tocsin::peers
