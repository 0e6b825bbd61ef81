// The only way from received bytes to a signed value. The signature over these bytes was checked
// before. Each codec specialises encode and decode for its types; a value has exactly one encoding,
// so whatever protobuf lets through (unknown fields at any depth, other orders, padded numbers,
// explicit defaults, split lists) does not encode back to what was received and is refused.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin::wire {

template <class T>
Bytes encode(const T&);

template <class T>
Result<T> decode(ByteView);

template <class T>
Result<T> decode_signed(ByteView received) {
  TRY(T value, decode<T>(received));
  if (!same_bytes(encode(value), received))
    return fail(Errc::malformed, "not the canonical encoding");
  return value;
}

}  // namespace tocsin::wire
