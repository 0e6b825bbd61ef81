// What a person types where words are asked for: the first 32 bytes are the id, then where and how
// many, then what was typed.
#include "core/model/words.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/ensure.h"

namespace tocsin {
namespace {

void try_words(ByteView input) {
  Reader reader{input};
  const auto id = reader.array<32>();
  const std::size_t from = reader.u8() % six_words_count;
  const std::size_t count = 1 + reader.u8() % (six_words_count - from);
  const std::string typed = to_text(reader.rest());
  for (const WordList list : {WordList::live, WordList::drill}) {
    const auto words = six_words(list, id);
    std::string expected{words[from]};
    for (std::size_t at = from + 1; at < from + count; ++at)
      expected += "  " + std::string{words[at]};
    ENSURE(typed_words_match(expected, list, id, from, count));
    ENSURE(!typed_words_match(expected + "x", list, id, from, count));
    // What was typed may be right for one list at most: they are disjoint.
    ENSURE(!typed_words_match(typed, list, id, from, count) ||
           !typed_words_match(
               typed, list == WordList::live ? WordList::drill : WordList::live, id, from, count));
  }
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_words({data, size});
  return 0;
}
