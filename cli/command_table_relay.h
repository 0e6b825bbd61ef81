// The part of the command table for relays and peers.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace tocsin::cli {

std::vector<Verb> relay_verbs();

}  // namespace tocsin::cli
