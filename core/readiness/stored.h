// Small parts of this machine's own rows: texts and cells with their lengths, reading a whole table
// page by page. Which rows there are: roster.h, pledges.h, tests.h, dates.h, archive of reports.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/model/charter.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

void put_text(Writer& out, std::string_view text);  // u16 length, bytes
std::string take_text(Reader& in);
void put_cell(Writer& out, const Cell& cell);
Cell take_cell(Reader& in);

// Every row whose key begins with `prefix`, in key order.
void each_row(const Archive& archive,
              Table table,
              ByteView prefix,
              const std::function<void(const StoredRow&)>& visit);

}  // namespace tocsin::readiness
