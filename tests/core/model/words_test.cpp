#include "core/model/words.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/codes.h"
#include "core/crypto/hash.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

constexpr WordList both[] = {WordList::live, WordList::drill};

Bytes counting_id() {
  Bytes id;
  for (std::uint8_t i = 0; i < 32; ++i) id.push_back(i);
  return id;
}

std::string whole(WordList list) {
  std::string text;
  for (std::size_t at = 0; at < word_list_size; ++at) {
    if (at > 0) text += ' ';
    text += word_of(list, at);
  }
  return text;
}

// Two versions of the program with other words could never confirm a thing to one another.
TEST_CASE("the lists are frozen") {
  CHECK(hex_encode(crypto::blake2b_256(as_bytes(whole(WordList::live)))) ==
        "4b958054ade8b1e2aa44b1e7f7439c1839aef8167d07c33edb545ee6ffb55518");
  CHECK(hex_encode(crypto::blake2b_256(as_bytes(whole(WordList::drill)))) ==
        "5931d405b8342e58c7745dbc634de964b8b949d77ed34a4527d9830184203dde");
}

TEST_CASE("words are sorted and have 4 to 8 small letters") {
  for (const WordList list : both) {
    std::string_view before;
    for (std::size_t at = 0; at < word_list_size; ++at) {
      const std::string_view word = word_of(list, at);
      CAPTURE(word);
      REQUIRE(before < word);
      REQUIRE((word.size() >= 4 && word.size() <= 8));
      REQUIRE(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; }));
      before = word;
    }
  }
}

TEST_CASE("over both lists no two words share their first four letters") {
  std::map<std::string_view, std::string_view> starts;
  for (const WordList list : both) {
    for (std::size_t at = 0; at < word_list_size; ++at) {
      const std::string_view word = word_of(list, at);
      const auto [other, is_new] = starts.emplace(word.substr(0, 4), word);
      CAPTURE(word, other->second);
      REQUIRE(is_new);
    }
  }
  CHECK(starts.size() == 2 * word_list_size);
}

TEST_CASE("six words are the first 66 bits of the id, 11 a word, high bits first") {
  CHECK(six_words_text(WordList::live, counting_id()) == "abacus alibi lance alibi evidence acute");
  CHECK(six_words_text(WordList::drill, counting_id()) ==
        "aardvark alkali kiwi alkali esoteric adept");
  Bytes id(32, 0);
  CHECK(six_words(WordList::live, id)[0] == word_of(WordList::live, 0));
  id[0] = 0x80;
  CHECK(six_words(WordList::live, id)[0] == word_of(WordList::live, 1024));
  id = Bytes(32, 0xff);
  CHECK(six_words(WordList::drill, id)[5] == word_of(WordList::drill, 2047));
}

TEST_CASE("the 66th bit is in the words and the 67th is not") {
  Bytes id(32, 0);
  const std::string none = six_words_text(WordList::live, id);
  id[8] = 0x40;
  CHECK(six_words(WordList::live, id)[5] == word_of(WordList::live, 1));
  id[8] = 0x20;
  CHECK(six_words_text(WordList::live, id) == none);
}

TEST_CASE("typed words match in any case and with any blanks") {
  const Bytes id = counting_id();
  const std::string text = six_words_text(WordList::live, id);
  const auto words = six_words(WordList::live, id);
  std::string shouted = "  ";
  for (const std::string_view word : words) {
    for (const char letter : word) shouted += static_cast<char>(letter - 'a' + 'A');
    shouted += " \t";
  }
  CHECK(typed_words_match(text, WordList::live, id, 0, 6));
  CHECK(typed_words_match(shouted + "\n", WordList::live, id, 0, 6));
  CHECK(typed_words_match(
      std::string{words[2]} + " " + std::string{words[3]}, WordList::live, id, 2, 2));
  CHECK(typed_words_match(words[5], WordList::live, id, 5, 1));
}

TEST_CASE("words that are not exactly the ones asked for do not match") {
  const Bytes id = counting_id();
  const std::string text = six_words_text(WordList::live, id);
  const auto words = six_words(WordList::live, id);
  const auto matches = [&](std::string_view typed, std::size_t from, std::size_t count) {
    return typed_words_match(typed, WordList::live, id, from, count);
  };
  CHECK_FALSE(matches("", 0, 6));
  CHECK_FALSE(matches("   ", 5, 1));
  CHECK_FALSE(matches(text, 0, 5));
  CHECK_FALSE(matches(words[0], 0, 2));
  CHECK_FALSE(matches(words[0], 2, 1));
  CHECK_FALSE(matches(std::string{words[0]}.substr(0, 4), 0, 1));
  CHECK_FALSE(matches(std::string{words[0]} + "s", 0, 1));
  CHECK_FALSE(matches(std::string{words[1]} + " " + std::string{words[0]}, 0, 2));
  CHECK_FALSE(matches(std::string{words[0]} + std::string{words[1]}, 0, 2));
  CHECK_FALSE(matches(std::string{words[0]} + "," + std::string{words[1]}, 0, 2));
  CHECK_FALSE(matches(six_words_text(WordList::drill, id), 0, 6));
}

TEST_CASE("generated words are the drill list's and follow the random source") {
  tests::SeededRandom random{1};
  tests::SeededRandom same{1};
  const auto words = generated_words(random);
  CHECK(words == generated_words(same));
  CHECK(words != generated_words(random));
  std::set<std::string_view> drill;
  for (std::size_t at = 0; at < word_list_size; ++at) drill.insert(word_of(WordList::drill, at));
  std::set<std::string_view> drawn;
  for (int i = 0; i < 2000; ++i)
    for (const std::string_view word : generated_words(random)) drawn.insert(word);
  CHECK(std::ranges::includes(drill, drawn));
  // 12,000 draws miss a given word once in 350: all but a few of the list turn up.
  CHECK(drawn.size() > 2020);
}

TEST_CASE("asking for what six words do not have is our bug") {
  const auto ask = [](std::size_t from, std::size_t count) {
    return tests::run_in_child(
        [&] { static_cast<void>(typed_words_match("", WordList::live, Bytes(32), from, count)); });
  };
  CHECK(ask(0, 6).is_well());
  CHECK(ask(0, 0).is_abort());
  CHECK(ask(1, 6).is_abort());
  CHECK(ask(6, 1).is_abort());
  CHECK(tests::run_in_child([] { six_words(WordList::live, Bytes(31)); }).is_abort());
}

}  // namespace
}  // namespace tocsin
