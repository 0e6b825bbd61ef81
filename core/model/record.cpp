#include "core/model/record.h"

namespace tocsin {

Result<RecordType> record_type(std::uint8_t byte) {
  const bool is_channel_record =
      byte >= 1 && byte <= static_cast<std::uint8_t>(RecordType::list_export);
  const auto type = static_cast<RecordType>(byte);
  if (is_channel_record || type == RecordType::join || type == RecordType::welcome) return type;
  return fail(Errc::malformed, "an unknown record type");
}

}  // namespace tocsin
