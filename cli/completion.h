// Completion for three shells, made of the command table alone: verbs, their options, choices, and
// the names of profiles. File names are the shell's own affair.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

// shell: "bash", "zsh" or "fish".
std::string completion_script(std::string_view shell);

}  // namespace tocsin::cli
