#include "core/base/bytes.h"

#include "tests/support/catch.hpp"

using namespace std::string_literals;

namespace tocsin {
namespace {

TEST_CASE("integers are written little-endian") {
  Writer writer;
  writer.u8(0x01).u16(0x0302).u32(0x07060504).u64(0x0f0e0d0c0b0a0908);
  CHECK(writer.size() == 15);
  CHECK(writer.view() == Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
}

TEST_CASE("what was written is read back in order") {
  Writer writer;
  writer.u8(7).bytes(as_bytes("abc")).u16(0xffff).zeros(2).u64(1);
  const Bytes bytes = writer.take();

  Reader reader{bytes};
  CHECK(reader.u8() == 7);
  CHECK(to_text(reader.take(3)) == "abc");
  CHECK(reader.u16() == 0xffff);
  CHECK(reader.array<2>() == std::array<std::uint8_t, 2>{});
  CHECK(reader.left() == 8);
  CHECK_FALSE(reader.finished());
  CHECK(reader.u64() == 1);
  CHECK(reader.finished());
}

TEST_CASE("a short read fails for good and yields zeros") {
  const Bytes bytes{1, 2, 3};
  Reader reader{bytes};
  CHECK(reader.u16() == 0x0201);
  CHECK(reader.u16() == 0);
  CHECK(reader.failed());
  CHECK_FALSE(reader.finished());
  // One byte was left, but after a short read nobody knows what it would mean.
  CHECK(reader.u8() == 0);
  CHECK(reader.take(1).empty());
  CHECK(reader.rest().empty());
}

TEST_CASE("a length as large as size_t is a short read, not an overflow") {
  const Bytes bytes{1, 2, 3};
  Reader reader{bytes};
  CHECK(reader.take(static_cast<std::size_t>(-1)).empty());
  CHECK(reader.failed());
}

TEST_CASE("bytes left over are not finished") {
  const Bytes bytes{1, 2};
  Reader reader{bytes};
  CHECK(reader.u8() == 1);
  CHECK_FALSE(reader.failed());
  CHECK_FALSE(reader.finished());
  CHECK(reader.rest().size() == 1);
}

TEST_CASE("text and bytes change into each other without loss") {
  const std::string text = "a\0\xff"s;
  CHECK(to_bytes(text) == Bytes{'a', 0, 0xff});
  CHECK(to_text(to_bytes(text)) == text);
}

TEST_CASE("same bytes means same length and same values") {
  CHECK(same_bytes(Bytes{1, 2}, Bytes{1, 2}));
  CHECK_FALSE(same_bytes(Bytes{1, 2}, Bytes{1, 3}));
  CHECK_FALSE(same_bytes(Bytes{1, 2}, Bytes{1, 2, 0}));
}

}  // namespace
}  // namespace tocsin
