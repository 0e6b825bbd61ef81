// The other half of the command table: what a coalition prepares, decides and does.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace tocsin::cli {

std::vector<Verb> act_verbs();

}  // namespace tocsin::cli
