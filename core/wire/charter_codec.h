// Bodies of the statements charter, manifest, roll and freeze (coalition.md §3). decode checks
// every range, list and text; whether a charter is wise is core/coalition/lint.
#pragma once

#include "core/model/charter.h"
#include "core/model/manifest.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Charter>(const Charter& charter);
template <>
Result<Charter> decode<Charter>(ByteView body);

template <>
Bytes encode<Manifest>(const Manifest& manifest);
template <>
Result<Manifest> decode<Manifest>(ByteView body);

template <>
Bytes encode<Roll>(const Roll& roll);
template <>
Result<Roll> decode<Roll>(ByteView body);

template <>
Bytes encode<Freeze>(const Freeze& freeze);
template <>
Result<Freeze> decode<Freeze>(ByteView body);

}  // namespace tocsin::wire
