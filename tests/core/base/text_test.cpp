#include "core/base/text.h"

#include <string>

#include "tests/support/catch.hpp"

using namespace std::string_literals;

namespace tocsin {
namespace {

std::string times(std::size_t count, std::string_view what) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

// The reason, or "taken".
std::string text_verdict(std::string_view text, Newlines newlines = Newlines::refused) {
  const auto checked = check_text(text, 1000, newlines);
  return checked ? "taken" : std::string{checked.error().what.view()};
}

std::string name_verdict(std::string_view text) {
  const auto checked = check_name(text);
  return checked ? "taken" : std::string{checked.error().what.view()};
}

TEST_CASE("text of any script is text") {
  for (const std::string_view text :
       {"",
        "We walk out at noon.",
        "\u041c\u044b \u0432\u044b\u0445\u043e\u0434\u0438\u043c",
        "\u05d0\u05e0\u05d7\u05e0\u05d5",
        "\u0646\u062d\u0646 \u0645\u06cc\u200c\u0631\u0648\u06cc\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u6211\u4eec",
        "\U0001f468\u200d\U0001f527 \u270a\U0001f3fe"}) {
    CAPTURE(text);
    CHECK(text_verdict(text) == "taken");
  }
}

TEST_CASE("the length limit counts bytes") {
  CHECK(check_text("\u00e4\u00e4", 4, Newlines::refused));
  const auto refused = check_text("\u00e4\u00e4", 3, Newlines::refused);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::limit_exceeded);
}

TEST_CASE("bytes that are not UTF-8 are refused") {
  for (const std::string_view text : {"\xff",
                                      "a\x80",
                                      "\xc3",               // cut short
                                      "\xc0\xaf",           // overlong
                                      "\xe0\x80\xaf",       // overlong
                                      "\xed\xa0\x80",       // a surrogate
                                      "\xf4\x90\x80\x80"})  // beyond U+10FFFF
    CHECK(text_verdict(text) == "not UTF-8");
}

TEST_CASE("what has no character, now or by Unicode 15.0, is refused") {
  for (const std::string_view text : {"\ue000",       // private use
                                      "\U000f0000",   // private use
                                      "\U0010ffff",   // a noncharacter
                                      "\ufffe",       // a noncharacter
                                      "\u0378",       // a gap
                                      "\u0897",       // assigned by Unicode 16.0
                                      "\U00010d40"})  // assigned by Unicode 16.0
    CHECK(text_verdict(text) == "a code point without a character");
}

TEST_CASE("controls, bidi marks and tags are refused") {
  for (const std::string& text : {"\0"s,
                                  "\t"s,
                                  "\r"s,
                                  "\x1b[2J"s,
                                  "\x7f"s,
                                  "\u0085"s,
                                  "\u009b"s,
                                  "\u061c"s,
                                  "\u200e"s,
                                  "\u200f"s,
                                  "\u202e"s,
                                  "\u2066"s,
                                  "\u2028"s,
                                  "\u2029"s,
                                  "\u2060"s,
                                  "\ufeff"s,
                                  "\ufff9"s,
                                  "\U000e0041"s})
    CHECK(text_verdict("a" + text + "b") == "a control character");
}

TEST_CASE("newlines are text only where they are allowed") {
  CHECK(text_verdict("a\nb", Newlines::allowed) == "taken");
  CHECK(text_verdict("a\nb", Newlines::refused) == "a control character");
  CHECK(text_verdict("a\r\nb", Newlines::allowed) == "a control character");
}

TEST_CASE("four marks in a row are text, five are a tower") {
  CHECK(text_verdict("a" + times(4, "\u0301") + "b" + times(4, "\u0301")) == "taken");
  CHECK(text_verdict("a" + times(5, "\u0301")) == "too many marks in a row");
  // Joiners do not cut a tower in two.
  CHECK(text_verdict("a" + times(3, "\u0301") + "\u200d" + times(2, "\u0301")) ==
        "too many marks in a row");
}

TEST_CASE("a newline ends a row of marks where it is allowed") {
  CHECK(text_verdict("a" + times(4, "\u0301") + "\n" + times(4, "\u0301"), Newlines::allowed) ==
        "taken");
}

TEST_CASE("names of any script are names") {
  for (const std::string_view text : {"Plumbers' Local 12 (North) & Sons #1",
                                      "S\u00e3o Jo\u00e3o",
                                      "\u0421\u043e\u044e\u0437 \u0442\u0440\u0443\u0434\u0430",
                                      "\u05d0\u05d9\u05d2\u05d5\u05d3",
                                      "\u0e2a\u0e2b\u0e20\u0e32\u0e1e",
                                      "\u0938\u0902\u0918",
                                      "\u52b4\u50cd\u7d44\u5408",
                                      "\u0661\u0662"}) {
    CAPTURE(text);
    CHECK(name_verdict(text) == "taken");
  }
}

TEST_CASE("a name is seen from end to end") {
  CHECK(name_verdict("") == "an empty name");
  CHECK(name_verdict(" ana") == "a name with a blank at one end");
  CHECK(name_verdict("ana ") == "a name with a blank at one end");
  CHECK(name_verdict(" ") == "a name with a blank at one end");
  CHECK(name_verdict("\u0301ana") == "a name that begins with a mark");
}

TEST_CASE("names have letters, marks, digits, blanks and ASCII punctuation, nothing else") {
  for (const std::string_view text : {"a\u00a0b",  // no-break space
                                      "a\u3000b",  // ideographic space
                                      "a\u2019b",  // curly apostrophe
                                      "a\u200db",  // joiner
                                      "a\u3164b",  // a filler, which is a letter by category
                                      "a\ufe0fb",  // a variation selector, a mark by category
                                      "a\u2163b",  // Roman numeral
                                      "a\u00b2b",  // superscript
                                      "a\u2605b",  // star
                                      "a\U0001f600b"}) {
    CAPTURE(text);
    CHECK(name_verdict(text) == "a character that names do not have");
  }
  CHECK(name_verdict("a\nb") == "a control character");
}

TEST_CASE("a name that is not NFC is refused, never repaired") {
  CHECK(name_verdict("Zo\u00eb") == "taken");
  CHECK(name_verdict("Zoe\u0308") == "a name that is not NFC");
  CHECK(name_verdict("\u212b") == "a name that is not NFC");
}

TEST_CASE("a name has at most 80 bytes and 40 columns") {
  CHECK(name_verdict(times(40, "a")) == "taken");
  CHECK(name_verdict(times(41, "a")) == "a name too wide");
  CHECK(name_verdict(times(20, "\u7d44")) == "taken");
  CHECK(name_verdict(times(21, "\u7d44")) == "a name too wide");
  CHECK(name_verdict(times(40, "\u0434")) == "taken");
  CHECK(name_verdict(times(20, "q\u0323") + times(20, "b")) == "taken");
  CHECK(name_verdict(times(20, "q\u0323") + times(21, "b")) == "text longer than its limit");
  CHECK(check_name("abc", 3));
  REQUIRE_FALSE(check_name("abcd", 3));
  CHECK(check_name("abcd", 3).error().code == Errc::limit_exceeded);
}

TEST_CASE("a slug is 2 to 24 of a-z, 0-9 and -") {
  CHECK(check_slug("ab"));
  CHECK(check_slug("local-12"));
  CHECK(check_slug(times(24, "z")));
  for (const std::string& text : {""s, "a"s, times(25, "z")}) {
    CAPTURE(text);
    REQUIRE_FALSE(check_slug(text));
    CHECK(check_slug(text).error().code == Errc::limit_exceeded);
  }
  for (const std::string& text : {"Ab"s, "a_b"s, "a b"s, "a/b"s, "a.b"s, "a\0b"s, "\u00e4b"s}) {
    CAPTURE(text);
    REQUIRE_FALSE(check_slug(text));
    CHECK(check_slug(text).error().code == Errc::malformed);
  }
}

TEST_CASE("foreign text is one line in which nothing acts on the terminal") {
  CHECK(escape_for_terminal("plain \u00e4 \u6211") == "plain \u00e4 \u6211");
  CHECK(escape_for_terminal("one\ntwo") == "one / two");
  CHECK(escape_for_terminal("\x1b[2J") == "\\u{1b}[2J");
  CHECK(escape_for_terminal("a\u202eb") == "a\\u{202e}b");
  CHECK(escape_for_terminal("\0"s) == "\\u{0}");
  CHECK(escape_for_terminal("\xff\xc3") == "\\x{ff}\\x{c3}");
  CHECK(escape_for_terminal("\U0010ffff") == "\\u{10ffff}");
  CHECK(escape_for_terminal("a" + times(6, "\u0301")) ==
        "a" + times(4, "\u0301") + "\\u{301}\u0301");
}

}  // namespace
}  // namespace tocsin
