// Percents as people type them, in basis points as everything else counts them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace tocsin::cli {

// "80", "80.5", "80.55%" -> 8000, 8050, 8055. malformed: anything else, or more than 100.
Result<std::int64_t> parse_percent(std::string_view text);

}  // namespace tocsin::cli
