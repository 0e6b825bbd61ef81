#include "core/coalition/small_order.h"

#include <algorithm>
#include <array>

#include "core/base/bytes.h"
#include "core/crypto/agree.h"

namespace tocsin::coalition {
namespace {

using Point = std::array<std::uint8_t, 32>;

constexpr Point filled(std::uint8_t first, std::uint8_t middle, std::uint8_t last) {
  Point point{};
  for (std::uint8_t& byte : point) byte = middle;
  point.front() = first;
  point.back() = last;
  return point;
}

// All encodings, canonical or not, of the points of order 1, 2, 4 and 8 of edwards25519, without
// the sign bit.
constexpr std::array small_points{
    filled(0x00, 0x00, 0x00),
    filled(0x01, 0x00, 0x00),
    Point{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
          0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
          0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    Point{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
          0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
          0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    filled(0xec, 0xff, 0x7f),
    filled(0xed, 0xff, 0x7f),
    filled(0xee, 0xff, 0x7f),
};

}  // namespace

bool has_small_order(const crypto::SignPublicKey& key) {
  Point without_sign = key;
  without_sign.back() = static_cast<std::uint8_t>(without_sign.back() & 0x7FU);
  return std::ranges::find(small_points, without_sign) != small_points.end();
}

bool has_small_order(const DeviceKeys& keys) {
  // With such a key every secret agrees on zero, so any secret will do to find out.
  constexpr Point any_secret = filled(0x40, 0x01, 0x40);
  Point shared{};
  return has_small_order(keys.idk) || !crypto::agree(shared, any_secret, keys.ltk);
}

}  // namespace tocsin::coalition
