#include "core/model/words.h"

#include <cstdint>
#include <span>

#include "core/base/ensure.h"
#include "core/model/words/drill.h"
#include "core/model/words/live.h"

namespace tocsin {
namespace {

using Words = std::array<std::string_view, word_list_size>;

constexpr std::size_t bits_a_word = 11;
static_assert(word_list_size == std::size_t{1} << bits_a_word);

// A list of another length does not compile.
constexpr Words split(std::string_view text) {
  Words words{};
  for (std::string_view& word : words) {
    const std::size_t end = text.find(' ');
    word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ENSURE(!word.empty());
  }
  ENSURE(text.empty());
  return words;
}

constexpr Words live = split(live_words);
constexpr Words drill = split(drill_words);

const Words& words_of(WordList list) {
  switch (list) {
    case WordList::live:
      return live;
    case WordList::drill:
      return drill;
  }
  ENSURE(false && "no such word list");
  return drill;
}

char small(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

// In small letters, with one blank between two words.
std::string tidied(std::string_view typed) {
  std::string words;
  bool is_between = false;
  for (const char letter : typed) {
    if (is_blank(letter)) {
      is_between = !words.empty();
      continue;
    }
    if (is_between) words += ' ';
    is_between = false;
    words += small(letter);
  }
  return words;
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace

std::string_view word_of(WordList list, std::size_t at) {
  ENSURE(at < word_list_size);
  return words_of(list)[at];
}

std::array<std::string_view, six_words_count> six_words(WordList list, ByteView id32) {
  ENSURE(id32.size() == 32);
  std::array<std::string_view, six_words_count> words{};
  std::uint32_t bits = 0;
  std::size_t held = 0;
  std::size_t next = 0;
  for (std::string_view& word : words) {
    for (; held < bits_a_word; held += 8) bits = (bits << 8) | id32[next++];
    held -= bits_a_word;
    word = word_of(list, (bits >> held) % word_list_size);
  }
  return words;
}

std::string six_words_text(WordList list, ByteView id32) {
  return joined(six_words(list, id32));
}

bool typed_words_match(std::string_view typed,
                       WordList list,
                       ByteView id32,
                       std::size_t from_word,
                       std::size_t count) {
  ENSURE(count > 0 && from_word < six_words_count && count <= six_words_count - from_word);
  const auto words = six_words(list, id32);
  return tidied(typed) == joined(std::span{words}.subspan(from_word, count));
}

std::array<std::string_view, six_words_count> generated_words(Random& random) {
  std::array<std::string_view, six_words_count> words{};
  for (std::string_view& word : words)
    word = word_of(WordList::drill, static_cast<std::size_t>(random.below(word_list_size)));
  return words;
}

}  // namespace tocsin
