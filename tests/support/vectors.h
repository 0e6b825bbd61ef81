// Published test vectors from ../shared/vectors beside the tree, which are not part of it. A file
// that is missing where the folder is there, and a field that is missing or malformed, throw and so
// fail the test; only a missing folder skips it, and says so.
//
//   TEST_CASE("...") {
//     VECTORS_OR_SKIP(file, "noise_xk.json");
//     for (const Vector& vector : file.list("vectors")) CHECK(vector.hex("init_psk") == ...);
//   }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"

namespace tocsin::tests {

struct JsonTree;

// One JSON value of a file; keeps the file alive. nlohmann stays in the .cpp: it costs 3.5 s a
// file.
class Vector {
 public:
  bool has(std::string_view field) const;
  std::string text(std::string_view field) const;
  std::int64_t number(std::string_view field) const;
  bool flag(std::string_view field) const;
  // The field's hex digits as bytes.
  Bytes hex(std::string_view field) const;
  Vector object(std::string_view field) const;
  std::vector<Vector> list(std::string_view field) const;
  std::vector<std::string> texts(std::string_view field) const;
  // The elements of this value itself.
  std::vector<Vector> elements() const;
  // This value itself, where it is a string of hex digits.
  Bytes as_hex() const;

  template <std::size_t N>
  std::array<std::uint8_t, N> array(std::string_view field) const {
    std::array<std::uint8_t, N> out{};
    copy_exactly(hex(field), out, field);
    return out;
  }

 private:
  friend std::optional<Vector> read_vectors(std::string_view file);

  explicit Vector(std::shared_ptr<const JsonTree> tree) : tree_{std::move(tree)} {}

  static void copy_exactly(ByteView from, std::span<std::uint8_t> to, std::string_view field);

  std::shared_ptr<const JsonTree> tree_;
};

// Nothing: the folder of vectors is not here.
std::optional<Vector> read_vectors(std::string_view file);

}  // namespace tocsin::tests

// Include catch.hpp first. Catch2 2 has no SKIP; there the line is in the report, and the test has
// no assertion.
#ifdef SKIP
#define TOCSIN_SKIP(why) SKIP(why)
#else
#define TOCSIN_SKIP(why)   \
  do {                     \
    WARN("skipped: " why); \
    return;                \
  } while (false)
#endif

// Declares `name`, the whole file.
#define VECTORS_OR_SKIP(name, file)                              \
  const auto name##_found = ::tocsin::tests::read_vectors(file); \
  if (!name##_found) TOCSIN_SKIP("no vectors");                  \
  const ::tocsin::tests::Vector& name = *name##_found
