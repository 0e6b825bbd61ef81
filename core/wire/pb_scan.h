// The door to protobuf for signed bodies: counts what a message would make the library allocate,
// then parses it; and the one way back. Only the codecs of this folder include it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace google::protobuf {
class MessageLite;
}

namespace tocsin::wire {

// Which fields of a message are messages again: all a count needs to know.
struct PbShape;

struct PbChild {
  std::uint32_t field;
  const PbShape* shape;
};

struct PbShape {
  std::span<const PbChild> children;
};

// The next number, taken off the front of `bytes`; nothing if it is cut off or above 64 bits.
std::optional<std::uint64_t> pb_take_varint(ByteView& bytes);
// The bytes of one field's value, likewise; empty for a number. malformed: groups, broken lengths.
Result<ByteView> pb_take_value(ByteView& bytes, std::uint64_t wire_type);

// limit_exceeded: above pb_elements_max or pb_depth_max. malformed: groups, broken lengths.
// No recursion: depth is input.
Result<void> pb_scan(ByteView message, const PbShape& shape);

Result<void> parse_message(google::protobuf::MessageLite& message,
                           ByteView body,
                           const PbShape& shape);
Bytes serialize_message(const google::protobuf::MessageLite& message);

}  // namespace tocsin::wire
