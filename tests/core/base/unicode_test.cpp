#include "core/base/unicode.h"

#include <string>

#include <utf8proc.h>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

bool is_assigned_by_library(char32_t point) {
  const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return kind != UTF8PROC_CATEGORY_CN && kind != UTF8PROC_CATEGORY_CO &&
         kind != UTF8PROC_CATEGORY_CS;
}

TEST_CASE("the frozen table is the library's, or a part of a later library's") {
  const bool is_same_unicode = std::string{utf8proc_unicode_version()} == "15.0.0";
  std::size_t assigned = 0;
  std::size_t surplus = 0;
  std::size_t missing = 0;
  for (char32_t point = 0; point < 0x110000; ++point) {
    const bool is_ours = is_assigned(point);
    const bool is_theirs = is_assigned_by_library(point);
    assigned += is_ours ? 1 : 0;
    surplus += is_ours && !is_theirs ? 1 : 0;
    missing += !is_ours && is_theirs ? 1 : 0;
  }
  // Unicode 15.0: 149,186 characters and 65 controls.
  CHECK(assigned == 149'251);
  CHECK(surplus == 0);
  CHECK((missing == 0) == is_same_unicode);
}

TEST_CASE("beyond Unicode nothing is assigned") {
  CHECK(is_assigned(0xe01ef));
  CHECK_FALSE(is_assigned(0xe01f0));
  CHECK_FALSE(is_assigned(0x110000));
  CHECK_FALSE(is_assigned(0xffffffff));
}

TEST_CASE("a code point is decoded with its bytes, a wrong byte alone") {
  const Decoded right = first_code_point("\u6211b");
  CHECK(right.point == char32_t{0x6211});
  CHECK(right.bytes == "\u6211");
  const Decoded wrong = first_code_point("\xe6\x88");
  CHECK_FALSE(wrong.point.has_value());
  CHECK(wrong.bytes == "\xe6");
}

TEST_CASE("what is appended is UTF-8 of every length") {
  std::string text;
  for (const char32_t point : {0x61, 0xe4, 0x6211, 0x1f600}) append_utf8(text, point);
  CHECK(text == "a\u00e4\u6211\U0001f600");
}

TEST_CASE("kinds of characters are told apart") {
  CHECK(is_letter(0x6211));
  CHECK_FALSE(is_letter('1'));
  CHECK(is_mark(0x301));
  CHECK(is_mark(0x93e));
  CHECK_FALSE(is_stacked_mark(0x93e));
  CHECK(is_stacked_mark(0x301));
  CHECK(is_decimal_digit(0x661));
  CHECK_FALSE(is_decimal_digit(0xb2));
  CHECK(is_invisible(0x3164));
  CHECK_FALSE(is_invisible(0x3131));
  CHECK(is_joiner(0x200c));
  CHECK_FALSE(is_control(0x200c));
  CHECK_FALSE(is_control(0x600));
  CHECK(is_control(0x200e));
}

TEST_CASE("forms are composed, decomposed, or compatible and lower case") {
  CHECK(composed("e\u0308") == "\u00eb");
  CHECK(decomposed("\u00eb\ufb01") == "e\u0308\ufb01");
  CHECK(composed("\ufb01") == "\ufb01");
  CHECK(compatible_lower_case("\u00cb\ufb01\u00ad\u2122") == "e\u0308fitm");
}

}  // namespace
}  // namespace tocsin
