// How the list of workers reads, and asks to write it out. Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& roster_drawers();

}  // namespace tocsin::cli
