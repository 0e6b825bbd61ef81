// Keys that are no keys: points of small order, for which signatures or shared secrets can be made
// without any secret. Lint refuses a manifest that lists one (L7).
#pragma once

#include "core/model/device.h"

namespace tocsin::coalition {

bool has_small_order(const crypto::SignPublicKey& key);
// Either key of a device.
bool has_small_order(const DeviceKeys& keys);

}  // namespace tocsin::coalition
