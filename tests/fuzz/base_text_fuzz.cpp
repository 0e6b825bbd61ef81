// Foreign text: checks never crash, what is refused is escaped, and an escaped line is plain.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

namespace tocsin {
namespace {

void try_text(const std::string& text) {
  const std::size_t size = text.size();

  const bool is_line = check_text(text, size, Newlines::refused).has_value();
  const bool is_text = check_text(text, size, Newlines::allowed).has_value();
  ENSURE(is_text || !is_line);
  const std::string line = escape_for_terminal(text);
  ENSURE(check_text(line, line.size(), Newlines::refused).has_value());
  ENSURE((line == text) == is_line);
  ENSURE(columns(line) <= 2 * line.size());

  const bool is_name = check_name(text).has_value();
  ENSURE(is_line || !is_name);
  ENSURE(!is_name || columns(text) <= 40);
  ENSURE(!check_slug(text).has_value() || is_name);
  const std::string folded = look_alike_fold(text);
  ENSURE(look_alike_fold(folded) == folded);

  const auto bytes = base32_decode(text);
  ENSURE(!bytes || base32_encode(*bytes) == text);
  const auto digits = hex_decode(text);
  ENSURE(!digits || digits->size() * 2 == size);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_text(tocsin::to_text({data, size}));
  return 0;
}
