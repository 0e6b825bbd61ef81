#include <algorithm>

#include "core/base/text.h"
#include "core/base/unicode.h"

namespace tocsin {
namespace {

// Pairs: a letter after case folding, and the Latin letter that it or its capital is drawn like.
// Greek and Cyrillic capitals decide (nu like N): names begin with them and signs are all capitals.
constexpr std::u32string_view twins =
    // Cyrillic
    U"\u0430a\u0432b\u0433r\u0435e\u04373\u043ak\u043cm\u043dh\u043eo\u043fn"
    U"\u0440p\u0441c\u0442t\u0443y\u0445x\u044cb\u0455s\u0456l\u0458j\u0475v"
    U"\u04afy\u04bbh\u04cfl\u0501d\u051bq\u051dw"
    // Greek
    U"\u03b1a\u03b2b\u03b3y\u03b5e\u03b6z\u03b7h\u03b9l\u03bak\u03bcm\u03bdn"
    U"\u03bfo\u03c1p\u03c3o\u03c4t\u03c5y\u03c7x\u03c9w\u03f3j"
    // Latin: i, l, 1 and | in one class, dotless i, alpha, script g, iota, click
    U"il1l|l0o\u0131l\u0251a\u0261g\u0269l\u01c0l";

// Small letters whose own shape is another than their capital's. They stand in for Latin ones only
// in a word of Latin letters; in a Greek word case must not matter.
constexpr std::u32string_view small_twins = U"\u00b5u\u03b7n\u03bcu\u03bdv\u03c5u";

// Of decomposed text: there every Latin letter with a twin is an ASCII one.
bool has_latin(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

char32_t twin_in(std::u32string_view pairs, char32_t letter) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
    if (pairs[i] == letter) return pairs[i + 1];
  return letter;
}

template <class Change>  // Change: char32_t(char32_t)
std::string each_changed(std::string_view text, Change&& change) {
  std::string changed;
  while (!text.empty()) {
    const Decoded next = first_code_point(text);
    append_utf8(changed, change(next.point.value_or(0xfffd)));
    text.remove_prefix(next.bytes.size());
  }
  return changed;
}

// Two letters that together are drawn like one (UTS #39, confusables).
std::string with_ligatures(std::string_view text) {
  std::string joined;
  for (const char c : text) {
    const char before = joined.empty() ? '\0' : joined.back();
    if (before == 'r' && c == 'n')
      joined.back() = 'm';
    else if (before == 'v' && c == 'v')
      joined.back() = 'w';
    else
      joined += c;
  }
  return joined;
}

std::string with_single_blanks(std::string text) {
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  return text;
}

}  // namespace

std::string look_alike_fold(std::string_view name) {
  // Lunate sigma first: its compatible form is a sigma of another shape. Then decomposed, so that a
  // letter with an accent has the twin that it has without.
  std::string drawn = decomposed(each_changed(
      name, [](char32_t point) { return point == 0x3f2 || point == 0x3f9 ? U'c' : point; }));
  if (has_latin(drawn))
    drawn = each_changed(drawn, [](char32_t point) { return twin_in(small_twins, point); });
  const std::string folded = each_changed(compatible_lower_case(drawn),
                                          [](char32_t point) { return twin_in(twins, point); });
  return with_single_blanks(with_ligatures(folded));
}

}  // namespace tocsin
