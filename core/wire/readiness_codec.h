// Body of the statement report (coalition.md §3, readiness.md), and the record list_row
// (readiness.md §9).
#pragma once

#include "core/model/list_rows.h"
#include "core/model/report.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Report>(const Report& report);
template <>
Result<Report> decode<Report>(ByteView body);

template <>
Bytes encode<ListRows>(const ListRows& rows);
template <>
Result<ListRows> decode<ListRows>(ByteView body);

}  // namespace tocsin::wire
