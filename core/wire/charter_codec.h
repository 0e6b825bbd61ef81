// Body of the statement charter (coalition.md §3). decode checks every range, list and text;
// whether a charter is wise is core/coalition/lint. Manifest, roll and freeze come with it:
// manifest_codec.h.
#pragma once

#include "core/model/charter.h"
#include "core/wire/canonical.h"
#include "core/wire/manifest_codec.h"

namespace tocsin::wire {

template <>
Bytes encode<Charter>(const Charter& charter);
template <>
Result<Charter> decode<Charter>(ByteView body);

}  // namespace tocsin::wire
