// How files in channels read. Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& file_drawers();

}  // namespace tocsin::cli
