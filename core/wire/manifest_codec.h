// Bodies of the statements manifest, roll and freeze (coalition.md §3). decode checks every range,
// list and text.
#pragma once

#include "core/model/manifest.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

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
