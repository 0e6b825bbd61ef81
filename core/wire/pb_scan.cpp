#include "core/wire/pb_scan.h"

#include <limits>
#include <optional>
#include <vector>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message_lite.h>
#include <google/protobuf/stubs/logging.h>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/protobuf.h"

namespace tocsin::wire {
namespace {

// libprotobuf writes to stderr what it thinks of bad input.
void silence_the_library() {
  static const bool is_silent = [] {
    google::protobuf::SetLogHandler(nullptr);
    return true;
  }();
  ENSURE(is_silent);
}

const PbShape* child_of(const PbShape& shape, std::uint64_t field) {
  for (const PbChild& child : shape.children)
    if (child.field == field) return child.shape;
  return nullptr;
}

struct Open {
  ByteView rest;
  const PbShape* shape;
};

}  // namespace

std::optional<std::uint64_t> pb_take_varint(ByteView& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  return std::nullopt;
}

Result<ByteView> pb_take_value(ByteView& bytes, std::uint64_t wire_type) {
  std::optional<std::uint64_t> length;
  if (wire_type == 0) {
    if (!pb_take_varint(bytes)) return fail(Errc::malformed, "a broken number");
    return ByteView{};
  }
  if (wire_type == 1) length = 8;
  if (wire_type == 2) length = pb_take_varint(bytes);
  if (wire_type == 5) length = 4;
  if (!length || *length > bytes.size()) return fail(Errc::malformed, "a group or a broken length");
  const ByteView value = bytes.first(static_cast<std::size_t>(*length));
  bytes = bytes.subspan(value.size());
  return value;
}

Result<void> pb_scan(ByteView message, const PbShape& shape) {
  std::vector<Open> open{Open{message, &shape}};
  std::size_t elements = 0;
  while (!open.empty()) {
    Open& top = open.back();
    if (top.rest.empty()) {
      open.pop_back();
      continue;
    }
    if (++elements > limits::pb_elements_max)
      return fail(Errc::limit_exceeded, "too many elements in one message");
    const auto tag = pb_take_varint(top.rest);
    if (!tag || *tag > std::numeric_limits<std::uint32_t>::max())
      return fail(Errc::malformed, "a broken tag");
    const std::uint64_t wire_type = *tag & 7U;
    TRY(const ByteView value, pb_take_value(top.rest, wire_type));
    const PbShape* child = wire_type == 2 ? child_of(*top.shape, *tag >> 3U) : nullptr;
    if (child == nullptr) continue;
    if (open.size() == limits::pb_depth_max)
      return fail(Errc::limit_exceeded, "messages in messages too deep");
    open.push_back(Open{value, child});
  }
  return {};
}

Result<void> parse_message(google::protobuf::MessageLite& message,
                           ByteView body,
                           const PbShape& shape) {
  silence_the_library();
  TRY_VOID(pb_scan(body, shape));
  google::protobuf::io::ArrayInputStream stream{body.data(), narrow<int>(body.size())};
  google::protobuf::io::CodedInputStream in{&stream};
  in.SetRecursionLimit(static_cast<int>(limits::pb_depth_max));
  if (!message.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage())
    return fail(Errc::malformed, "not a message of this type");
  return {};
}

Bytes serialize_message(const google::protobuf::MessageLite& message) {
  silence_the_library();
  Bytes bytes(message.ByteSizeLong());
  google::protobuf::io::ArrayOutputStream stream{bytes.data(), narrow<int>(bytes.size())};
  google::protobuf::io::CodedOutputStream out{&stream};
  out.SetSerializationDeterministic(true);
  ENSURE(message.SerializeToCodedStream(&out));
  return bytes;
}

}  // namespace tocsin::wire
