// Bodies of reports, and of records with rows of a list.
#include "core/wire/readiness_codec.h"
#include "tests/support/canonical.h"

namespace tocsin {
namespace {

void try_bodies(ByteView bytes) {
  tests::check_canonical<Report>(bytes);
  tests::check_canonical<ListRows>(bytes);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_bodies({data, size});
  return 0;
}
