// Hex and base32 (RFC 4648, capitals, unpadded) for people and files. Not for secrets.
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace tocsin {

std::string hex_encode(ByteView bytes);
// Lower- or upper-case digits, even count; else malformed.
Result<Bytes> hex_decode(std::string_view text);

std::string base32_encode(ByteView bytes);
// Exactly the letters base32_encode makes; unused bits must be zero, so one value has one text.
Result<Bytes> base32_decode(std::string_view text);

}  // namespace tocsin
