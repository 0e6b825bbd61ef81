// How a call reads while it is on its way, runs or is paused: the call, its targets, who answered.
// Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& call_drawers();

}  // namespace tocsin::cli
