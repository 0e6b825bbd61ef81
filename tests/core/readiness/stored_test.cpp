#include "core/readiness/stored.h"

#include "core/model/limits/readiness.h"
#include "core/seam/outbox.h"
#include "tests/support/catch.hpp"
#include "tests/support/memory_store.h"

namespace tocsin::readiness {
namespace {

TEST_CASE("texts and cells come back as they were") {
  Writer out;
  put_text(out, "ana");
  put_cell(out, Cell{"transport", "metro", ""});
  Reader in{out.view()};
  CHECK(take_text(in) == "ana");
  CHECK(take_cell(in) == Cell{"transport", "metro", ""});
  CHECK(in.finished());
}

TEST_CASE("a whole table is visited in order, page by page, and nothing beside its prefix") {
  tests::MemoryStore store;
  Outbox outbox;
  const auto count = 2 * limits::roster_page_rows + 3;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(100'000 + i);
    outbox.keep(Table::pledges, to_bytes("b" + number), to_bytes(number));
  }
  outbox.keep(Table::pledges, to_bytes("a"), {});
  outbox.keep(Table::pledges, to_bytes("c"), {});
  outbox.keep(Table::tests, to_bytes("b"), {});
  REQUIRE(store.stage(outbox.take().writes));
  std::size_t seen = 0;
  bool is_in_order = true;
  each_row(store, Table::pledges, as_bytes("b"), [&](const StoredRow& row) {
    is_in_order = is_in_order && to_text(row.value) == std::to_string(100'000 + seen);
    ++seen;
  });
  CHECK(seen == count);
  CHECK(is_in_order);
  seen = 0;
  each_row(store, Table::pledges, {}, [&](const StoredRow&) { ++seen; });
  CHECK(seen == count + 2);
}

}  // namespace
}  // namespace tocsin::readiness
