// libsodium is initialised once, before any other function of this folder.
#pragma once

#include "core/base/result.h"

namespace tocsin::crypto {

// unavailable: the library does not start, or is older than 1.0.18.
Result<void> init();

}  // namespace tocsin::crypto
