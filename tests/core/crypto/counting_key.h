// The key of many published vectors: bytes 0, 1, 2 ...
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"

namespace tocsin::crypto {

inline Bytes counting_key(std::size_t size = 32) {
  Bytes key;
  for (std::size_t i = 0; i < size; ++i) key.push_back(static_cast<std::uint8_t>(i));
  return key;
}

}  // namespace tocsin::crypto
