#include "core/link/cells.h"

#include "core/model/limits/link.h"
#include "tests/support/catch.hpp"

namespace tocsin::link {
namespace {

struct FixedEnd {  // stands in for a handshake
  bool is_first;

  void split(Cipher& sending, Cipher& receiving) const {
    (is_first ? sending : receiving).set_key(Bytes(32, 1));
    (is_first ? receiving : sending).set_key(Bytes(32, 2));
  }
};

Bytes plain(std::uint8_t fill) {
  return Bytes(limits::cell_plain_bytes, fill);
}

}  // namespace

TEST_CASE("cells open in order, in both directions, across several changes of key") {
  Cells one{FixedEnd{true}}, other{FixedEnd{false}};
  for (std::size_t i = 0; i < 3 * limits::cells_per_key + 5; ++i) {
    const auto fill = static_cast<std::uint8_t>(i);
    const Bytes cell = one.seal(plain(fill));
    CHECK(cell.size() == limits::cell_bytes);
    REQUIRE(other.open(cell));
    REQUIRE(one.open(other.seal(plain(fill))));
  }
}

TEST_CASE("a cell again, a cell skipped, a cell turned back or changed does not open") {
  Cells one{FixedEnd{true}}, other{FixedEnd{false}};
  const Bytes first = one.seal(plain(1));
  const Bytes second = one.seal(plain(2));
  CHECK_FALSE(other.open(second));
  CHECK_FALSE(one.open(first));
  Bytes changed = first;
  changed[0] ^= 1;
  CHECK_FALSE(other.open(changed));
  CHECK_FALSE(other.open(ByteView{first}.first(511)));
  CHECK(other.open(first));
  CHECK_FALSE(other.open(first));
}

TEST_CASE("the key changes after 256 cells, not before") {
  Cells one{FixedEnd{true}};
  Cipher without_rekey;
  without_rekey.set_key(Bytes(32, 1));
  for (std::size_t i = 0; i < limits::cells_per_key; ++i)
    CHECK(without_rekey.open({}, one.seal(plain(3))));
  CHECK_FALSE(without_rekey.open({}, one.seal(plain(3))));
}

}  // namespace tocsin::link
