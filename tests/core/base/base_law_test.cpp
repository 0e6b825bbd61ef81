#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/codes.h"
#include "core/base/text.h"
#include "core/base/unicode.h"
#include "tests/support/catch.hpp"
#include "tests/support/law.hpp"

namespace tocsin {
namespace {

using tests::law;

// Random bytes are seldom UTF-8: code points from all over, a few of them refused.
std::string text_of(const std::vector<std::uint32_t>& seeds) {
  constexpr char32_t places[] = {
      0x20, 0x61, 0xc0, 0x300, 0x391, 0x410, 0x5d0, 0x4e00, 0xac00, 0x1f600};
  std::string text;
  for (const std::uint32_t seed : seeds) {
    const char32_t point = places[seed % std::size(places)] + (seed / 16) % 64;
    append_utf8(text, point);
  }
  return text;
}

TEST_CASE("hex of bytes reads back as the bytes") {
  law("hex", [](const Bytes& bytes) { RC_ASSERT(hex_decode(hex_encode(bytes)) == bytes); });
}

TEST_CASE("base32 of bytes reads back as the bytes") {
  law("base32",
      [](const Bytes& bytes) { RC_ASSERT(base32_decode(base32_encode(bytes)) == bytes); });
}

TEST_CASE("base32 that is taken is the text its value is written with") {
  law("base32 texts", [](const std::vector<std::uint8_t>& picks) {
    std::string text;
    for (const std::uint8_t pick : picks) text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[pick % 32];
    const auto decoded = base32_decode(text);
    if (decoded) RC_ASSERT(base32_encode(*decoded) == text);
  });
}

TEST_CASE("a Reader reads what a Writer wrote") {
  law("layouts",
      [](std::uint8_t a, std::uint16_t b, std::uint32_t c, std::uint64_t d, const Bytes& e) {
        Writer writer;
        writer.u64(d).u8(a).u32(c).u16(b).bytes(e);
        Reader reader{writer.view()};
        RC_ASSERT(reader.u64() == d);
        RC_ASSERT(reader.u8() == a);
        RC_ASSERT(reader.u32() == c);
        RC_ASSERT(reader.u16() == b);
        RC_ASSERT(same_bytes(reader.take(e.size()), e));
        RC_ASSERT(reader.finished());
      });
}

TEST_CASE("escaped bytes are one plain line, and escaping again changes nothing") {
  law("escapes of bytes", [](const Bytes& bytes) {
    const std::string line = escape_for_terminal(to_text(bytes));
    RC_ASSERT(check_text(line, line.size(), Newlines::refused).has_value());
    RC_ASSERT(escape_for_terminal(line) == line);
  });
  law("escapes of text", [](const std::vector<std::uint32_t>& seeds) {
    const std::string text = text_of(seeds);
    const std::string line = escape_for_terminal(text);
    const bool is_plain = check_text(text, text.size(), Newlines::refused).has_value();
    RC_ASSERT(check_text(line, line.size(), Newlines::refused).has_value());
    RC_ASSERT((line == text) == is_plain);
  });
}

TEST_CASE("folding a fold changes nothing") {
  law("folds", [](const std::vector<std::uint32_t>& seeds) {
    const std::string once = look_alike_fold(text_of(seeds));
    RC_ASSERT(look_alike_fold(once) == once);
  });
}

TEST_CASE("a name folds as its composed form does") {
  law("forms", [](const std::vector<std::uint32_t>& seeds) {
    const std::string text = text_of(seeds);
    RC_ASSERT(look_alike_fold(composed(text)) == look_alike_fold(text));
  });
}

}  // namespace
}  // namespace tocsin
