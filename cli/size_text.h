// Sizes of disks as people type and read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tocsin::cli {

// "512MiB", "4GiB", "4 GB", "1TiB". malformed: anything else, also a number without a unit.
Result<std::int64_t> parse_size(std::string_view text);
// "4 GiB"; what is no whole number of them by tens of a smaller one.
std::string size_for_people(std::int64_t bytes);

}  // namespace tocsin::cli
