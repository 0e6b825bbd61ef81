#include "core/wire/address_codec.h"

#include "tests/support/catch.hpp"

namespace tocsin::wire {
namespace {

const Address loopback{AddressKind::ipv4, {127, 0, 0, 1}, 4711};

Result<Address> read(Bytes bytes) {
  Reader reader{bytes};
  return read_address(reader);
}

}  // namespace

TEST_CASE("an address of each kind comes back as it was") {
  const std::vector<Address> all{
      loopback, {AddressKind::ipv6, Bytes(16, 9), 1}, {AddressKind::onion, Bytes(32, 8), 65535}};
  Writer writer;
  write_addresses(writer, all);
  Reader reader{writer.view()};
  const auto read_back = read_addresses(reader);
  REQUIRE(read_back);
  CHECK(*read_back == all);
  CHECK(reader.finished());
}

TEST_CASE("an address without host, port or known kind is refused") {
  CHECK(read({1, 127, 0, 0, 1, 0x67, 0x12}));
  CHECK_FALSE(read({1, 127, 0, 0, 1, 0x67}));
  CHECK_FALSE(read({1, 127, 0, 0, 1, 0, 0}));
  CHECK_FALSE(read({0, 127, 0, 0, 1, 0x67, 0x12}));
  CHECK_FALSE(read({4, 127, 0, 0, 1, 0x67, 0x12}));
  CHECK_FALSE(read({}));
}

TEST_CASE("four addresses may be listed, five may not") {
  Writer writer;
  write_addresses(writer, {loopback, loopback, loopback, loopback});
  Bytes bytes = writer.take();
  Reader four{bytes};
  CHECK(read_addresses(four));
  bytes[0] = 5;
  bytes.insert(bytes.end(), {1, 127, 0, 0, 1, 0x67, 0x12});
  Reader five{bytes};
  CHECK_FALSE(read_addresses(five));
}

}  // namespace tocsin::wire
