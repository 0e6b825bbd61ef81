// Where the files that come with the program lie: checklist packs, example charters. Below the
// prefix it was installed to, or in the source tree it was built in; never where a setting of the
// environment says.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

// PREFIX/share/tocsin/NAME of a program at PREFIX/bin; packaging/share/NAME above a build; else
// that of the distribution. Empty: there is none.
std::string share_folder(const std::string& program, std::string_view name);

// The running program's file.
std::string own_program();

}  // namespace tocsin::cli
