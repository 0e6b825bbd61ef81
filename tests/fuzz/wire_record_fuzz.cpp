// Records of a channel: whatever decodes encodes back to the very bytes.
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/wire/record_codec.h"
#include "tests/support/canonical.h"

namespace tocsin {
namespace {

void try_records(ByteView bytes) {
  tests::check_canonical<Record>(bytes);
  tests::check_canonical<SlotChunk>(bytes);
  tests::check_canonical<ViewAsk>(bytes);
  tests::check_canonical<MeshKeyRecord>(bytes);
  tests::check_canonical<StampKeyRecord>(bytes);
  tests::check_canonical<ListExport>(bytes);
  tests::check_canonical<FileChunk>(bytes);
  tests::check_canonical<Welcome>(bytes);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_records({data, size});
  return 0;
}
