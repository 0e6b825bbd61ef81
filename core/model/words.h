// The words people compare by voice and type before they act (statements.md §8), and those that
// passphrases are made of. Two disjoint lists: a drill's words can never be those of a live act.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/random.h"

namespace tocsin {

// live: proposals, calls and stops of mode actual, nothing else. drill: all the rest.
enum class WordList { live, drill };

inline constexpr std::size_t word_list_size = 2048;
inline constexpr std::size_t six_words_count = 6;

// All words, sorted. `at` < word_list_size.
std::string_view word_of(WordList list, std::size_t at);

// The first 66 bits of the id, 11 a word, big-endian bit order. `id32`: 32 bytes (ENSUREd).
std::array<std::string_view, six_words_count> six_words(WordList list, ByteView id32);
// With one blank between two words.
std::string six_words_text(WordList list, ByteView id32);

// Whether `typed` is `count` of the six words from `from_word` on, at least one. Case of letters
// and number of blanks do not matter; nothing else is forgiven.
bool typed_words_match(
    std::string_view typed, WordList list, ByteView id32, std::size_t from_word, std::size_t count);

// Of the drill list, 66 bits of chance: a passphrase must never sound like a live act.
std::array<std::string_view, six_words_count> generated_words(Random& random);

}  // namespace tocsin
