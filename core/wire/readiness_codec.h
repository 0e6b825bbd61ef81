// Body of the statement report (coalition.md §3, readiness.md).
#pragma once

#include "core/model/report.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Report>(const Report& report);
template <>
Result<Report> decode<Report>(ByteView body);

}  // namespace tocsin::wire
