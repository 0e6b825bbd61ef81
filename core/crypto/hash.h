// BLAKE2b (RFC 7693) as crypto_generichash, and the framing F of PROTOCOL §2:
//   F(label, x1..xm) = u8(|label|) | label | for each xi: u32(|xi|) | xi
// A Label is made only from the table in core/model/labels.h (tidy rule 10).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "core/base/bytes.h"

namespace tocsin::crypto {

using Hash = std::array<std::uint8_t, 32>;

class Label {
 public:
  explicit constexpr Label(std::string_view text) : text_{text} {}

  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

Bytes framed(Label label, std::initializer_list<ByteView> parts);

// Unkeyed, 32 bytes.
Hash blake2b_256(ByteView bytes);
// H(label, x..) = blake2b_256(F(label, x..)).
Hash hash(Label label, std::initializer_list<ByteView> parts);
// Keyed, 16 bytes out (the gate's mac, link.md §3). key: 32 bytes.
std::array<std::uint8_t, 16> blake2b_128_keyed(ByteView key, ByteView bytes);

}  // namespace tocsin::crypto
