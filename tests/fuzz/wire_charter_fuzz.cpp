// Bodies of charters, manifests, rolls and freezes.
#include "core/wire/charter_codec.h"
#include "tests/support/canonical.h"

namespace tocsin {
namespace {

void try_bodies(ByteView bytes) {
  tests::check_canonical<Charter>(bytes);
  tests::check_canonical<Manifest>(bytes);
  tests::check_canonical<Roll>(bytes);
  tests::check_canonical<Freeze>(bytes);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_bodies({data, size});
  return 0;
}
