// The part of the command table that is about oneself: one's keys, one's laptop, and who comes in.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace tocsin::cli {

std::vector<Verb> setup_verbs();

}  // namespace tocsin::cli
