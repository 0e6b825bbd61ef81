// What the laws of reports draw their cases from.
#pragma once

#include <cstdint>

#include "tests/support/law.hpp"

namespace tocsin::readiness {

inline std::uint32_t number_below(std::uint32_t end) {
  return *rc::gen::inRange<std::uint32_t>(0, end);
}

}  // namespace tocsin::readiness
