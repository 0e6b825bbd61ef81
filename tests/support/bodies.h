// One good body of every governance type, with every list filled, for tests that run over all of
// them.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin::tests {

struct Body {
  std::string type;
  Bytes bytes;
  std::function<Result<void>(ByteView)> decode_signed;
  std::set<std::uint32_t> lists{};  // fields that are lists, not sets: an entry may be there twice
};

std::vector<Body> all_bodies();

}  // namespace tocsin::tests
