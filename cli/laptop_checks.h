// What `doctor` can tell of a laptop without asking anybody: where memory may end up on disk, and
// how programs may look into each other. Whose files leak besides: privacy_checks.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/row.h"

namespace tocsin::cli {

// The text of a small file below /proc or /sys; nothing if there is none.
using ReadText = std::function<std::optional<std::string>(const std::string& path)>;

// Rows check{verdict: red|yellow|green, about, says, todo?}.
std::vector<Row> laptop_checks(const ReadText& read);

}  // namespace tocsin::cli
