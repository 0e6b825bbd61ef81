// Bodies from proposals to acks, and of relay certs.
#include "core/wire/decision_codec.h"
#include "tests/support/canonical.h"

namespace tocsin {
namespace {

void try_bodies(ByteView bytes) {
  tests::check_canonical<Proposal>(bytes);
  tests::check_canonical<Signoff>(bytes);
  tests::check_canonical<Call>(bytes);
  tests::check_canonical<Stop>(bytes);
  tests::check_canonical<Ack>(bytes);
  tests::check_canonical<RelayCert>(bytes);
  tests::check_canonical<RelayDrop>(bytes);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::try_bodies({data, size});
  return 0;
}
