// What would mend a refusal, by its code, where whoever refused named nothing nearer: every refusal
// that is shown says what to do (coalition.md §12).
#pragma once

#include <string>
#include <string_view>

#include "core/model/command.h"

namespace tocsin::cli {

// Empty: the code is not known here.
std::string_view remedy_of_code(std::string_view code);

// Its own remedy, else that of its code; never empty.
std::string remedy_of(const Refusal& refusal);

}  // namespace tocsin::cli
