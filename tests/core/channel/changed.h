// An envelope that was spoilt on its way.
#pragma once

#include "core/model/envelope.h"

namespace tocsin::channel {

// One bit of the byte at that place.
inline Envelope changed(const Envelope& envelope, std::size_t at) {
  Bytes bytes = to_bytes(envelope.bytes());
  bytes[at] ^= 1U;
  return Envelope::from(std::move(bytes)).value();
}

}  // namespace tocsin::channel
