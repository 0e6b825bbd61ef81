// Invites, cards and grants: text that people copy. It goes to standard output alone, on one line;
// what it is for goes to standard error, so that `tocsin relay card > file` holds the card only.
#pragma once

#include <string>
#include <string_view>

#include "cli/errand.h"
#include "core/model/row.h"

namespace tocsin::cli {

void show_copied_text(Errand& errand, const Row& row, std::string_view explained);
// From --file, else from the prompt: as many lines as the text was wrapped over, up to its end, an
// empty line or the end of input.
Reply<std::string> ask_copied_text(Errand& errand, std::string_view question);

}  // namespace tocsin::cli
