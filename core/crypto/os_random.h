// The operating system's generator behind core's Random. Made by daemon and cli, never in core.
#pragma once

#include "core/base/random.h"

namespace tocsin::crypto {

class OsRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace tocsin::crypto
