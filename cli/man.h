// The manual: tocsin(1) from the command table, tocsind(8), tocsin-drafts(5), and
// tocsin-charter(5), whose parameters, defaults and bounds are those that lint holds a charter to.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

// page: one of the choices of the verb `man`.
std::string man_page(std::string_view page);

}  // namespace tocsin::cli
