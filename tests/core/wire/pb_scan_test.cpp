#include "core/wire/pb_scan.h"

#include "core/model/limits/protobuf.h"
#include "core/wire/charter_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/pb_edit.h"

namespace tocsin {
namespace {

using wire::PbChild;
using wire::PbShape;

extern const PbShape nested_shape;
const PbChild nested_children[] = {{1, &nested_shape}};
const PbShape nested_shape{nested_children};

Bytes repeated(std::size_t count) {
  Bytes out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(2 << 3);
    out.push_back(1);
  }
  return out;
}

Bytes nested_messages(std::size_t depth) {
  Bytes out;
  for (std::size_t i = 1; i < depth; ++i) out = tests::pb_bytes(tests::PbField{1, 2, 0, out});
  return out;
}

}  // namespace

TEST_CASE("pb_bomb_is_refused: elements are counted before anything is parsed") {
  CHECK(wire::pb_scan(repeated(limits::pb_elements_max), nested_shape));
  const auto refused = wire::pb_scan(repeated(limits::pb_elements_max + 1), nested_shape);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::limit_exceeded);
}

TEST_CASE("elements inside messages count too") {
  const Bytes half = tests::pb_bytes(tests::PbField{1, 2, 0, repeated(5000)});
  Bytes both = half;
  CHECK(wire::pb_scan(both, nested_shape));
  both.insert(both.end(), half.begin(), half.end());
  CHECK_FALSE(wire::pb_scan(both, nested_shape));
}

TEST_CASE("messages in messages go eight deep and no deeper") {
  CHECK(wire::pb_scan(nested_messages(limits::pb_depth_max), nested_shape));
  const Bytes deep =
      tests::pb_bytes(tests::PbField{1, 2, 0, nested_messages(limits::pb_depth_max)});
  const auto refused = wire::pb_scan(deep, nested_shape);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::limit_exceeded);
}

TEST_CASE("groups, lengths that lie and endless numbers are malformed") {
  const Bytes bad[] = {{3 << 0 | 1 << 3},
                       {1 << 3 | 2, 5, 1},
                       {1 << 3, 0x80, 0x80},
                       Bytes(11, 0xFF),
                       {1 << 3 | 4},
                       {1 << 3 | 7, 0}};
  for (const Bytes& bytes : bad) {
    const auto refused = wire::pb_scan(bytes, nested_shape);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::malformed);
  }
}

TEST_CASE("a charter body made of sixty thousand tiny elements is refused") {
  CHECK_FALSE(wire::decode<Charter>(repeated(30'000)));
}

}  // namespace tocsin
