// What every fuzz target of a signed body holds its codec to.
#pragma once

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/wire/canonical.h"

namespace tocsin::tests {

// What decodes has one encoding, and that one alone is taken for signed.
template <class T>
void check_canonical(ByteView bytes) {
  const auto value = wire::decode<T>(bytes);
  if (!value) return;
  const Bytes encoded = wire::encode(*value);
  const auto again = wire::decode_signed<T>(encoded);
  ENSURE(again.has_value());
  ENSURE(*again == *value);
  ENSURE(wire::decode_signed<T>(bytes).has_value() == same_bytes(encoded, bytes));
}

}  // namespace tocsin::tests
