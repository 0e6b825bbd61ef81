#include "core/base/codes.h"

namespace tocsin {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::string hex_encode(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += hex_digits[byte >> 4];
    text += hex_digits[byte & 15];
  }
  return text;
}

Result<Bytes> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Errc::malformed, "hex needs an even number of digits");
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return fail(Errc::malformed, "not a hex digit");
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return bytes;
}

std::string base32_encode(ByteView bytes) {
  std::string text;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += base32_letters[(buffer >> (bits - 5)) & 31];
  }
  if (bits > 0) text += base32_letters[(buffer << (5 - bits)) & 31];
  return text;
}

Result<Bytes> base32_decode(std::string_view text) {
  Bytes bytes;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const std::size_t value = base32_letters.find(letter);
    if (value == std::string_view::npos) return fail(Errc::malformed, "not a base32 letter");
    buffer = (buffer << 5) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>((buffer >> bits) & 0xff));
    }
  }
  const bool has_spare_letter = bits >= 5;
  if (has_spare_letter || (buffer & ((1U << bits) - 1)) != 0)
    return fail(Errc::malformed, "base32 with stray bits at its end");
  return bytes;
}

}  // namespace tocsin
