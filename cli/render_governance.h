// How charters, manifests, organizations and single statements read. Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& governance_drawers();

}  // namespace tocsin::cli
