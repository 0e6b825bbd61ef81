// The simulator's program: `sim [--seeds N] [--first S] [--quick]`. Prints the seed of every
// failure; the same seed gives the same trace. Closes with a line of sums.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <string_view>

#include <unistd.h>

#include "core/crypto/init.h"
#include "tests/sim/run.h"

namespace {

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// An ENSURE that breaks ends the program: the seed is said all the same.
volatile std::sig_atomic_t running_seed = 0;

void say_seed(int) noexcept {
  char line[] = "aborted in seed 00000000\n";
  std::size_t at = sizeof line - 3;
  for (long seed = running_seed; seed > 0 && line[at] == '0'; seed /= 10)
    line[at--] = static_cast<char>('0' + seed % 10);
  static_cast<void>(!write(STDERR_FILENO, line, sizeof line - 1));
}

}  // namespace

int main(int argc, char** argv) {
  if (!tocsin::crypto::init()) return 70;
  std::signal(SIGABRT, say_seed);
  std::uint64_t first = 1;
  std::uint64_t seeds = 500;
  std::uint64_t repeats = 5;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--first") first = number(argv[i + 1]);
    if (name == "--seeds") seeds = number(argv[i + 1]);
    if (name == "--repeats") repeats = number(argv[i + 1]);
  }
  std::uint64_t failed = 0;
  std::uint64_t steps = 0;
  std::uint64_t crashes = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    running_seed = static_cast<std::sig_atomic_t>(seed);
    const auto outcome = tocsin::sim::run(seed);
    steps += outcome.steps;
    crashes += outcome.crashes;
    if (outcome.complaint) {
      ++failed;
      std::printf(
          "seed %llu: %s\n", static_cast<unsigned long long>(seed), outcome.complaint->c_str());
      std::fflush(stdout);  // a later seed may abort
    }
    const bool is_repeated = seed < first + repeats;
    if (is_repeated && tocsin::sim::run(seed).trace != outcome.trace) {
      ++failed;
      std::printf("seed %llu: a second run took another path\n",
                  static_cast<unsigned long long>(seed));
    }
  }
  std::printf("simulator: %llu seeds from %llu, %llu steps, %llu crashes, %llu failed\n",
              static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(first),
              static_cast<unsigned long long>(steps),
              static_cast<unsigned long long>(crashes),
              static_cast<unsigned long long>(failed));
  return failed == 0 ? 0 : 1;
}
