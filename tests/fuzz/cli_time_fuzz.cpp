// Times and spans as people type them, and any instant as it is shown.
#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/time_text.h"
#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

namespace tocsin::cli {
namespace {

void try_time(ByteView input) {
  const std::string text = to_text(input);
  if (const auto time = parse_time(text)) {
    // What was understood is shown, and understood again as the same instant.
    const std::string shown = time_rfc3339(*time);
    ENSURE(!shown.empty());
    const auto again = parse_time(shown);
    ENSURE(again && *again == *time);
  }
  if (const auto span = parse_span(text)) ENSURE(!span_for_people(*span).empty());
  Reader reader{input};
  const auto ms = static_cast<std::int64_t>(reader.u64());
  const std::string people = time_for_people(wall_from_ms(ms));
  ENSURE(!people.empty() && people.size() < 80);
  ENSURE(check_text(people, 80, Newlines::refused));
  ENSURE(!span_for_people(Seconds{ms / 1000}).empty());
}

}  // namespace
}  // namespace tocsin::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::cli::try_time({data, size});
  return 0;
}
