// One seed: founding, then a story under faults with safety checked at every step, then healing and
// liveness.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/crypto/hash.h"

namespace tocsin::sim {

struct Outcome {
  std::optional<std::string> complaint;
  crypto::Hash trace{};
  std::uint64_t steps = 0;
  std::uint64_t crashes = 0;
};

Outcome run(std::uint64_t seed);

}  // namespace tocsin::sim
