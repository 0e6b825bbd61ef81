// SipHash-2-4 with a 16-byte key, 8 bytes out: short ids (link.md §5). Not a commitment.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace tocsin::crypto {

std::uint64_t short_hash(ByteView key16, ByteView bytes);

}  // namespace tocsin::crypto
