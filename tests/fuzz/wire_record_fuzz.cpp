// Records of a channel: whatever decodes encodes back to the very bytes.
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/wire/record_codec.h"

namespace tocsin {
namespace {

template <class T>
void try_type(ByteView bytes) {
  const auto value = wire::decode_signed<T>(bytes);
  if (value) ENSURE(wire::encode(*value) == to_bytes(bytes));
}

void try_records(ByteView bytes) {
  try_type<Record>(bytes);
  try_type<SlotChunk>(bytes);
  try_type<ViewAsk>(bytes);
  try_type<MeshKeyRecord>(bytes);
  try_type<StampKeyRecord>(bytes);
  try_type<ListExport>(bytes);
  try_type<Welcome>(bytes);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_records({data, size});
  return 0;
}
