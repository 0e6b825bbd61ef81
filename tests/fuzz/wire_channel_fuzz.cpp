// Bodies of key statements, cores and views: whatever decodes encodes back to the very bytes.
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/wire/channel_codec.h"
#include "tests/support/canonical.h"

namespace tocsin {
namespace {

void try_bodies(ByteView bytes) {
  tests::check_canonical<DeviceStatement>(bytes);
  tests::check_canonical<KeysStatement>(bytes);
  tests::check_canonical<ChannelDefinition>(bytes);
  tests::check_canonical<EpochAnnouncement>(bytes);
  tests::check_canonical<JoinStatement>(bytes);
  const auto view = decode_view(bytes);
  if (view) ENSURE(encode_view(*view) == to_bytes(bytes));
  const auto core = decode_core(bytes);
  if (core) ENSURE(encode_core(*core) == to_bytes(bytes));
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_bodies({data, size});
  return 0;
}
