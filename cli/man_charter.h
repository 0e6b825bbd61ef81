// tocsin-charter(5): how a charter is written, for who writes one with an editor. Apart from man.h
// because it speaks of rules and bounds, not of commands.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

std::string charter_man_page();
// The charter that the page shows, as a file would hold it.
std::string_view charter_man_example();

}  // namespace tocsin::cli
