// A list of workers from outside: no bytes crash the reader, none make it keep more than its limits
// or take a row that it must refuse.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/csv.h"
#include "core/readiness/import.h"

namespace tocsin::readiness {
namespace {

void try_records(ByteView bytes) {
  CsvReader reader{bytes};
  std::size_t line = 0;
  while (true) {
    const auto record = reader.next();
    if (!record) {
      ENSURE(record.error().line > 0 && !record.error().code.empty());
      return;
    }
    if (!*record) return;
    ENSURE((*record)->line > line);
    line = (*record)->line;
    ENSURE(!(*record)->fields.empty() && (*record)->fields.size() <= limits::csv_columns_max);
    for (const std::string& field : (*record)->fields)
      ENSURE(field.size() <= limits::csv_field_bytes_max);
  }
}

void try_import(ByteView bytes) {
  const Roster none;
  const ImportWish wish{to_bytes(bytes), Cell{"public", "metro", ""}, {"Nr=ref", "Wer=name"}};
  const auto import = plan_import(wish, ImportPlace{none, nullptr, nullptr, 20'000, 21});
  if (!import) return;
  ENSURE(import->writes.size() + import->faults.size() == import->rows);
  for (const Worker& worker : import->writes) {
    ENSURE(is_ref(worker.ref) && worker.assessment <= limits::assessment_max);
    for (const std::string& text : {worker.name, worker.contact, worker.unit, worker.shift}) {
      ENSURE(check_text(text, limits::csv_field_bytes_max, Newlines::refused).has_value());
      ENSURE(!is_formula(text));
    }
  }
}

}  // namespace
}  // namespace tocsin::readiness

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::readiness::try_records({data, size});
  tocsin::readiness::try_import({data, size});
  return 0;
}
