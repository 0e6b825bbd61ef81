// A command line, its words ended by zero bytes. Whatever is typed, a refusal repeats none of it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "core/base/ensure.h"

namespace tocsin::cli {
namespace {

std::vector<std::string> words_in(ByteView input) {
  std::vector<std::string> words(1);
  for (const std::uint8_t byte : input) {
    if (byte == 0)
      words.emplace_back();
    else
      words.back().push_back(static_cast<char>(byte));
  }
  return words;
}

void try_line(ByteView input) {
  const std::vector<std::string> words = words_in(input);
  const auto parsed = parse_arguments(words);
  if (parsed) {
    ENSURE(parsed->verb != nullptr || parsed->wants_help || parsed->wants_version);
    ENSURE(!parsed->profile.empty() && parsed->profile.size() <= 32);
    return;
  }
  ENSURE(parsed.error().exit == Exit::usage);
  constexpr std::string_view our_example = "2027-05-15T05:00-04:00";
  constexpr std::size_t telling = 16;  // a shorter word may be one of ours by chance
  for (const std::string& word : words) {
    if (word.size() < telling || word.starts_with("--") ||
        our_example.find(word) != our_example.npos)
      continue;
    ENSURE(parsed.error().reason.find(word) == std::string::npos);
    ENSURE(parsed.error().remedy.find(word) == std::string::npos);
  }
}

}  // namespace
}  // namespace tocsin::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::cli::try_line({data, size});
  return 0;
}
