// What `--help` prints, made of the command table alone. Completion: completion.h, the manual:
// man.h.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_table.h"

namespace tocsin::cli {

std::string help_page();
std::string help_of(const Verb& verb);
// One line about a group of verbs.
std::string_view about_group(std::string_view group);

}  // namespace tocsin::cli
