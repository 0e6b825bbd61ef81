// How charters, manifests, organizations and single statements read. Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& governance_drawers();
const Drawers& exclusion_drawers();  // render_exclusion.cpp

}  // namespace tocsin::cli
