// Rows that a relay shows its operator.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& relay_drawers();

}  // namespace tocsin::cli
