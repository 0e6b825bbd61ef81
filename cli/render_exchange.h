// How proofs read: written, taken in, checked. Part of render.h's drawers.
#pragma once

#include "cli/render.h"

namespace tocsin::cli {

const Drawers& exchange_drawers();

}  // namespace tocsin::cli
