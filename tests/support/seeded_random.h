// Chance that repeats: the ChaCha20 key stream of a seed. For tests and the simulator; never
// product.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/random.h"

namespace tocsin::tests {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : seed_{seed} {}

  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t seed_;
  std::uint64_t block_ = 0;
  Bytes stream_;
  std::size_t used_ = 0;
};

template <class T>
void shuffle(std::vector<T>& list, Random& chance) {
  for (std::size_t i = list.size(); i > 1; --i)
    std::swap(list[i - 1], list[static_cast<std::size_t>(chance.below(i))]);
}

}  // namespace tocsin::tests
