// Rows of debriefs, of the demand matrix and of checklists.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& after_drawers();

}  // namespace tocsin::cli
