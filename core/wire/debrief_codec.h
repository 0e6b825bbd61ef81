// Body of the statement debrief (coalition.md §3).
#pragma once

#include "core/model/debrief.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Debrief>(const Debrief& debrief);
template <>
Result<Debrief> decode<Debrief>(ByteView body);

}  // namespace tocsin::wire
