// What the codecs of channel.md share: protobuf's `bytes` as ids and keys, and one deterministic
// way out. Only .cpp files of this folder include it.
#pragma once

#include <array>
#include <string>

#include "core/base/bytes.h"
#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/base/id.h"
#include "core/base/result.h"

namespace tocsin::wire {

inline std::string pb_bytes(ByteView bytes) {
  return to_text(bytes);
}

// Absent where zero: protobuf writes no empty field.
template <class Tag, std::size_t N>
std::string pb_id(const Id<Tag, N>& id) {
  return id.is_zero() ? std::string{} : to_text(id.view());
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> from_pb(const std::string& field) {
  if (field.size() != N) return fail(Errc::malformed, "a field of the wrong length");
  std::array<std::uint8_t, N> out{};
  std::ranges::copy(as_bytes(field), out.begin());
  return out;
}

template <class AnyId>
Result<AnyId> id_from_pb(const std::string& field) {
  return AnyId::from(as_bytes(field));
}

template <class AnyId>
Result<AnyId> id_or_zero(const std::string& field) {
  if (field.empty()) return AnyId::zero();
  TRY(const AnyId id, AnyId::from(as_bytes(field)));
  if (id.is_zero()) return fail(Errc::malformed, "zeros spelled out");
  return id;
}

template <class Message>
Bytes pb_encode(const Message& message) {
  Bytes out(message.ByteSizeLong());
  ENSURE(message.SerializeToArray(out.data(), narrow<int>(out.size())));
  return out;
}

template <class Message>
Result<Message> pb_parse(ByteView bytes, std::size_t bytes_max) {
  Message message;
  if (bytes.size() > bytes_max) return fail(Errc::limit_exceeded, "more bytes than this type has");
  if (!message.ParseFromArray(bytes.data(), narrow<int>(bytes.size())))
    return fail(Errc::malformed, "not protobuf");
  return message;
}

}  // namespace tocsin::wire
