// The core's only source of chance: keys, nonces and jitter come from here, so that one seed gives
// one trace. The daemon hands in the operating system's generator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/ensure.h"

namespace tocsin {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    fill(out);
    return out;
  }

  std::uint64_t u64() {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : array<8>()) value = (value << 8) | byte;
    return value;
  }

  // Uniform in [0, bound); bound > 0. Rejection sampling: no bias.
  std::uint64_t below(std::uint64_t bound) {
    ENSURE(bound > 0);
    const std::uint64_t unfair = (0 - bound) % bound;  // 2^64 mod bound
    std::uint64_t value = u64();
    while (value < unfair) value = u64();
    return value % bound;
  }

  // Uniform in [low, high].
  template <class Duration>
  Duration between(Duration low, Duration high) {
    ENSURE(low <= high);
    const auto span = static_cast<std::uint64_t>((high - low).count()) + 1;
    return low + Duration{static_cast<typename Duration::rep>(below(span))};
  }
};

}  // namespace tocsin
