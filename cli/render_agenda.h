// Rows of what waits for one's sign-off, as the status of everything ends.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& agenda_drawers();

}  // namespace tocsin::cli
