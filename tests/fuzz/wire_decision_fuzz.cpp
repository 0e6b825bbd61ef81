// Bodies from proposals to acks, and of relay certs.
#include "core/base/ensure.h"
#include "core/wire/decision_codec.h"

namespace {

// What decodes has one encoding, and that encoding is canonical.
template <class T>
void check(tocsin::ByteView bytes) {
  const auto value = tocsin::wire::decode<T>(bytes);
  if (!value) return;
  const tocsin::Bytes encoded = tocsin::wire::encode(*value);
  const auto again = tocsin::wire::decode_signed<T>(encoded);
  ENSURE(again.has_value());
  ENSURE(*again == *value);
  const auto signed_one = tocsin::wire::decode_signed<T>(bytes);
  ENSURE(signed_one.has_value() == tocsin::same_bytes(encoded, bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  check<tocsin::Proposal>(bytes);
  check<tocsin::Signoff>(bytes);
  check<tocsin::Call>(bytes);
  check<tocsin::Stop>(bytes);
  check<tocsin::Ack>(bytes);
  check<tocsin::RelayCert>(bytes);
  check<tocsin::RelayDrop>(bytes);
  return 0;
}
