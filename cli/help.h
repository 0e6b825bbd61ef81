// What `--help` and `completion` print, made of the command table alone.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_table.h"

namespace tocsin::cli {

std::string help_page();
std::string help_of(const Verb& verb);
// shell: "bash", "zsh" or "fish".
std::string completion_script(std::string_view shell);

}  // namespace tocsin::cli
