// The rows of the group readiness; what a row says: command_table.h.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace tocsin::cli {

std::vector<Verb> readiness_verbs();

}  // namespace tocsin::cli
