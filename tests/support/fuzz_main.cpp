// The main of a fuzz target where there is no libFuzzer (g++): first the corpus, then seeded random
// and mutated inputs until the time is up. Finds no new edges; it holds what was found, and that
// nobody's parser reads past an end.
//   <target> CORPUS_DIRECTORY SECONDS [SEED]
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;
using Dice = std::mt19937_64;

std::size_t below(Dice& dice, std::size_t bound) {
  return static_cast<std::size_t>(dice() % bound);
}

std::uint8_t any_byte(Dice& dice) {
  return static_cast<std::uint8_t>(dice());
}

std::vector<Input> read_corpus(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(directory)) {
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  // The order of a directory differs between machines; a run must not.
  std::ranges::sort(files);
  std::vector<Input> corpus;
  for (const auto& file : files) {
    std::ifstream stream{file, std::ios::binary};
    corpus.emplace_back(std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{});
  }
  return corpus;
}

// Lengths lean to the short: most parsers refuse in their first bytes, a few only past a kibibyte.
Input random_input(Dice& dice) {
  const std::size_t limits[] = {16, 64, 256, 1024, 8192};
  Input input(below(dice, limits[below(dice, std::size(limits))] + 1));
  std::ranges::generate(input, [&] { return any_byte(dice); });
  return input;
}

void mutate(Input& input, Dice& dice) {
  if (input.empty()) input.push_back(any_byte(dice));
  const std::size_t at = below(dice, input.size());
  const auto here = input.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(dice, 6)) {
    case 0:
      *here = static_cast<std::uint8_t>(*here ^ (1U << below(dice, 8)));
      break;
    case 1:
      *here = any_byte(dice);
      break;
    case 2:
      input.erase(here, input.end());
      break;
    case 3:
      input.insert(here, any_byte(dice));
      break;
    case 4:
      input.erase(here);
      break;
    // Ends of number ranges, where lengths overflow.
    default:
      std::fill(here,
                here + std::min<std::ptrdiff_t>(4, input.end() - here),
                any_byte(dice) < 128 ? 0xff : 0x00);
  }
}

Input next_input(const std::vector<Input>& corpus, Dice& dice) {
  if (corpus.empty() || below(dice, 4) == 0) return random_input(dice);
  Input input = corpus[below(dice, corpus.size())];
  for (std::size_t left = 1 + below(dice, 4); left > 0; --left) mutate(input, dice);
  return input;
}

// What was being parsed when the process died is what one needs; a signal handler has no arguments.
Input running;

extern "C" void keep_the_input(int signal) {
  const int file = ::open("fuzz-crash", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_kept = file >= 0 && ::write(file, running.data(), running.size()) >= 0;
  const char said[] =
      "\nthe input is in the file fuzz-crash; put it into the corpus with the fix\n";
  if (is_kept && ::write(STDERR_FILENO, said, sizeof said - 1) < 0) ::_exit(1);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(const Input& input) {
  running = input;
  // A block of exactly this size, so that a sanitizer sees one byte too far.
  const auto block = std::make_unique<std::uint8_t[]>(input.size());
  std::ranges::copy(input, block.get());
  LLVMFuzzerTestOneInput(block.get(), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s CORPUS_DIRECTORY SECONDS [SEED]\n", argv[0]);
    return 64;
  }
  std::signal(SIGABRT, keep_the_input);
  std::signal(SIGSEGV, keep_the_input);
  const std::vector<Input> corpus = read_corpus(argv[1]);
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds{std::strtoul(argv[2], nullptr, 10)};
  Dice dice{argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1};

  run({});
  for (const Input& input : corpus) run(input);
  // A count, not the clock alone: then most targets do the same on every machine.
  const std::size_t tries_max = 50'000;
  std::size_t tries = 0;
  for (; tries < tries_max && std::chrono::steady_clock::now() < end; ++tries)
    run(next_input(corpus, dice));
  std::printf("%zu of the corpus, %zu made up\n", corpus.size(), tries);
  return 0;
}
