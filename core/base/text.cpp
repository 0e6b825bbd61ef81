#include "core/base/text.h"

#include <optional>
#include <utility>

#include "core/base/unicode.h"

namespace tocsin {
namespace {

// Stacked marks climb over the lines above: screen tricks begin at the fifth.
constexpr std::size_t marks_in_a_row_max = 4;
constexpr std::size_t name_columns_max = 40;

// Goes through a text and says of each code point whether it may stand where it stands.
class Plainness {
 public:
  Result<void> take(std::optional<char32_t> point) {
    const std::size_t marks_before = std::exchange(marks_, 0);
    if (!point) return fail(Errc::malformed, "not UTF-8");
    if (!is_assigned(*point)) return fail(Errc::malformed, "a code point without a character");
    if (is_control(*point)) return fail(Errc::malformed, "a control character");
    // A joiner between marks does not end their row.
    if (!is_mark(*point) && !is_joiner(*point)) return {};
    if (marks_before == marks_in_a_row_max) return fail(Errc::malformed, "too many marks in a row");
    marks_ = marks_before + 1;
    return {};
  }

 private:
  std::size_t marks_ = 0;
};

bool is_ascii_punctuation(char32_t point) {
  const bool is_printable = point > 0x20 && point < 0x7f;
  return is_printable && !is_letter(point) && !is_decimal_digit(point);
}

bool may_stand_in_name(char32_t point) {
  if (is_invisible(point)) return false;
  return point == ' ' || is_letter(point) || is_mark(point) || is_decimal_digit(point) ||
         is_ascii_punctuation(point);
}

std::string escaped(const Decoded& next) {
  const bool is_utf8 = next.point.has_value();
  auto value = is_utf8 ? *next.point : char32_t{static_cast<unsigned char>(next.bytes.front())};
  std::string digits;
  do {
    digits.insert(digits.begin(), "0123456789abcdef"[value & 15]);
    value >>= 4;
  } while (value > 0);
  return (is_utf8 ? "\\u{" : "\\x{") + digits + "}";
}

}  // namespace

Result<void> check_text(std::string_view text, std::size_t bytes_max, Newlines newlines) {
  if (text.size() > bytes_max) return fail(Errc::limit_exceeded, "text longer than its limit");
  Plainness plainness;
  while (!text.empty()) {
    const Decoded next = first_code_point(text);
    text.remove_prefix(next.bytes.size());
    const auto taken = plainness.take(next.point);
    const bool is_allowed_newline = newlines == Newlines::allowed && next.point == U'\n';
    if (!taken && !is_allowed_newline) return taken;
  }
  return {};
}

Result<void> check_name(std::string_view text, std::size_t bytes_max) {
  TRY_VOID(check_text(text, bytes_max, Newlines::refused));
  if (text.empty()) return fail(Errc::malformed, "an empty name");
  if (text.front() == ' ' || text.back() == ' ')
    return fail(Errc::malformed, "a name with a blank at one end");
  // It would sit on whatever is printed before the name.
  if (is_mark(*first_code_point(text).point))
    return fail(Errc::malformed, "a name that begins with a mark");
  for (std::string_view rest = text; !rest.empty();) {
    const Decoded next = first_code_point(rest);
    if (!may_stand_in_name(*next.point))
      return fail(Errc::malformed, "a character that names do not have");
    rest.remove_prefix(next.bytes.size());
  }
  if (composed(text) != text) return fail(Errc::malformed, "a name that is not NFC");
  if (columns(text) > name_columns_max) return fail(Errc::limit_exceeded, "a name too wide");
  return {};
}

Result<void> check_slug(std::string_view text) {
  if (text.size() < 2 || text.size() > 24)
    return fail(Errc::limit_exceeded, "a slug has 2 to 24 characters");
  if (text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string_view::npos)
    return fail(Errc::malformed, "a slug has only a-z, 0-9 and -");
  return {};
}

std::string escape_for_terminal(std::string_view text) {
  std::string line;
  Plainness plainness;
  while (!text.empty()) {
    const Decoded next = first_code_point(text);
    text.remove_prefix(next.bytes.size());
    const bool is_plain = plainness.take(next.point).has_value();
    if (next.point == U'\n')
      line += " / ";
    else if (is_plain)
      line += next.bytes;
    else
      line += escaped(next);
  }
  return line;
}

}  // namespace tocsin
