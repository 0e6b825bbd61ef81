// Protobuf bytes taken apart and put together wrong: what no honest program makes but a library
// reads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "core/base/bytes.h"

namespace tocsin::tests {

struct PbField {
  std::uint32_t number = 0;
  std::uint8_t wire_type = 0;
  std::uint64_t varint = 0;  // of wire type 0
  Bytes content;             // of wire type 2
};

Bytes varint(std::uint64_t value, std::size_t padding = 0);
// Nothing: not a message.
std::optional<std::vector<PbField>> pb_fields(ByteView message);
Bytes pb_bytes(const PbField& field);
Bytes pb_bytes(const std::vector<PbField>& fields);

// Every way to change one message inside `message`, or `message` itself, by `change`: outer lengths
// are mended. Fields that merely look like messages are tried too.
std::vector<Bytes> changed_at_every_depth(ByteView message,
                                          const std::function<Bytes(ByteView)>& change);

// The forms that encode the same value, or seem to. `lists`: fields that may honestly repeat.
std::vector<Bytes> noncanonical_forms(ByteView message, const std::set<std::uint32_t>& lists);

}  // namespace tocsin::tests
