#include "core/readiness/stored.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/model/limits/readiness.h"

namespace tocsin::readiness {

void put_text(Writer& out, std::string_view text) {
  out.u16(narrow<std::uint16_t>(text.size())).bytes(as_bytes(text));
}

std::string take_text(Reader& in) {
  const std::size_t size = in.u16();
  return to_text(in.take(size));
}

void put_cell(Writer& out, const Cell& cell) {
  put_text(out, cell.sector);
  put_text(out, cell.region);
  put_text(out, cell.code);
}

Cell take_cell(Reader& in) {
  Cell cell;
  cell.sector = take_text(in);
  cell.region = take_text(in);
  cell.code = take_text(in);
  return cell;
}

void each_row(const Archive& archive,
              Table table,
              ByteView prefix,
              const std::function<void(const StoredRow&)>& visit) {
  Bytes from = to_bytes(prefix);
  while (true) {
    const auto page = archive.rows(table, from, limits::roster_page_rows);
    for (const StoredRow& row : page) {
      if (row.key.size() < prefix.size() ||
          !std::ranges::equal(ByteView{row.key}.first(prefix.size()), prefix))
        return;
      visit(row);
    }
    if (page.size() < limits::roster_page_rows) return;
    from = page.back().key;
    from.push_back(0);  // the next key there can be
  }
}

}  // namespace tocsin::readiness
