#include "daemon/address_text.h"

#include "tests/support/catch.hpp"

namespace tocsin::daemon {
namespace {

TEST_CASE("an address reads back as it was written") {
  for (const char* text : {"192.0.2.7:4410", "127.0.0.1:0", "[2001:db8::7]:65535", "[::1]:1"}) {
    const auto address = address_from(text);
    REQUIRE(address);
    CHECK(text_of(*address) == text);
  }
}

TEST_CASE("what is not a number in full is refused") {
  for (const char* text : {"",
                           ":",
                           "4410",
                           "192.0.2.7",
                           "192.0.2.7:",
                           "192.0.2.7:-1",
                           "192.0.2.7:1x",
                           "192.0.2:1",
                           "::1:1",
                           "[::1:1",
                           "[]:1",
                           "[192.0.2.7]:1",
                           "host:1",
                           " 127.0.0.1:1"}) {
    INFO(text);
    CHECK(!address_from(text));
  }
}

TEST_CASE("a wildcard is an address nobody can dial") {
  CHECK(is_wildcard(*address_from("0.0.0.0:1")));
  CHECK(is_wildcard(*address_from("[::]:1")));
  CHECK(!is_wildcard(*address_from("[::1]:1")));
}

TEST_CASE("an onion address is told by its key") {
  CHECK(text_of(Address{AddressKind::onion, Bytes(32, 0), 80}).ends_with(":80"));
}

}  // namespace
}  // namespace tocsin::daemon
