#include "core/wire/control_codec.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/model/limits/control.h"
#include "core/wire/control.pb.h"
#include "core/wire/pb_scan.h"

namespace tocsin::wire {
namespace {

// ---- counting: what protobuf would allocate, before it does

enum class Part : std::uint8_t { request, reply, row, field };

struct Element {
  Part kind;
  ByteView rest;
};

std::optional<Part> part_of(Part parent, std::uint64_t field) {
  if (parent == Part::request && field == 3) return Part::row;
  if (parent == Part::reply && field == 6) return Part::row;
  if (parent == Part::row && field == 1) return Part::field;
  if (parent == Part::field && field == 5) return Part::row;
  return std::nullopt;
}

// Two bytes of input can cost a hundred of heap, so elements are counted and depth is checked
// first.
Result<void> check_shape(ByteView message, Part top, std::size_t elements_max) {
  constexpr std::size_t depth_max = 1 + 2 * std::size_t{limits::row_depth_max};
  std::vector<Element> open{{top, message}};
  std::size_t elements = 0;
  while (!open.empty()) {
    Element& here = open.back();
    if (here.rest.empty()) {
      open.pop_back();
      continue;
    }
    if (++elements > elements_max) return fail(Errc::limit_exceeded, "too many elements");
    const auto tag = pb_take_varint(here.rest);
    if (!tag) return fail(Errc::malformed, "a broken tag");
    TRY(const ByteView value, pb_take_value(here.rest, *tag & 7U));
    const auto kind = (*tag & 7U) == 2 ? part_of(here.kind, *tag >> 3U) : std::nullopt;
    if (!kind) continue;
    if (open.size() == depth_max) return fail(Errc::limit_exceeded, "rows nested too deep");
    open.push_back(Element{*kind, value});
  }
  return {};
}

template <class Message>
Result<void> parse(Message& message, ByteView bytes) {
  // Twice the depth that check_shape allows, so that ours is the check that speaks.
  google::protobuf::io::ArrayInputStream array{bytes.data(), narrow<int>(bytes.size())};
  google::protobuf::io::CodedInputStream input{&array};
  input.SetRecursionLimit(4 * limits::row_depth_max);
  if (!message.ParseFromCodedStream(&input) || !input.ConsumedEntireMessage()) {
    return fail(Errc::malformed, "not a control message");
  }
  return {};
}

template <class Message>
Bytes serialized(const Message& message) {
  Bytes out(message.ByteSizeLong());
  ENSURE(message.SerializeToArray(out.data(), narrow<int>(out.size())));
  return out;
}

std::string text_of(ByteView bytes) {
  return to_text(bytes);
}

// ---- rows: each depth is its own function, so input cannot make us recurse

enum Shape : std::uint32_t {
  flag = 1,
  number = 2,
  text = 3,
  octets = 4,
  time = 5,
  rows = 6,
  texts = 7
};

template <int Depth>
void encode_row(const Row& row, pb::ControlRow& out);

template <int Depth>
void encode_value(const Value& value, pb::ControlField& out) {
  match(
      value,
      [&](bool is_set) { out.set_shape(Shape::flag), out.set_number(is_set ? 1 : 0); },
      [&](std::int64_t integer) { out.set_shape(Shape::number), out.set_number(integer); },
      [&](const std::string& string) { out.set_shape(Shape::text), out.set_content(string); },
      [&](const Bytes& bytes) { out.set_shape(Shape::octets), out.set_content(text_of(bytes)); },
      [&](WallTime when) { out.set_shape(Shape::time), out.set_number(wall_ms(when)); },
      [&](const std::vector<Row>& nested) {
        out.set_shape(Shape::rows);
        for (const Row& row : nested) encode_row<Depth + 1>(row, *out.add_rows());
      },
      [&](const std::vector<std::string>& list) {
        out.set_shape(Shape::texts);
        for (const std::string& each : list) out.add_texts(each);
      });
}

template <int Depth>
void encode_row(const Row& row, pb::ControlRow& out) {
  if constexpr (Depth > limits::row_depth_max) {
    ENSURE(!"rows nested too deep");
  } else {
    for (const auto& [name, value] : row.fields()) {
      pb::ControlField& field = *out.add_fields();
      field.set_name(name);
      encode_value<Depth>(value, field);
    }
  }
}

template <int Depth>
Result<Row> decode_row(const pb::ControlRow& in);

template <int Depth>
Result<Value> decode_value(const pb::ControlField& in) {
  switch (in.shape()) {
    case Shape::flag:
      if (in.number() != 0 && in.number() != 1) return fail(Errc::malformed, "a flag is 0 or 1");
      return Value{in.number() == 1};
    case Shape::number:
      return Value{static_cast<std::int64_t>(in.number())};
    case Shape::text:
      return Value{in.content()};
    case Shape::octets:
      return Value{to_bytes(in.content())};
    case Shape::time:
      return Value{wall_from_ms(in.number())};
    case Shape::rows: {
      std::vector<Row> nested;
      for (const auto& row : in.rows()) {
        TRY(Row decoded, decode_row<Depth + 1>(row));
        nested.push_back(std::move(decoded));
      }
      return Value{std::move(nested)};
    }
    case Shape::texts:
      return Value{std::vector<std::string>{in.texts().begin(), in.texts().end()}};
    default:  // outside bytes, not an enum of ours
      return fail(Errc::malformed, "a value of unknown shape");
  }
}

bool is_row_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= limits::row_name_bytes_max &&
         std::ranges::all_of(name, is_allowed);
}

template <int Depth>
Result<Row> decode_row(const pb::ControlRow& in) {
  if constexpr (Depth > limits::row_depth_max) {
    return fail(Errc::limit_exceeded, "rows nested too deep");
  } else {
    Row row;
    // Row::set looks for the name, so many names in one row would cost their square.
    if (in.fields_size() > 256) return fail(Errc::limit_exceeded, "too many values in a row");
    for (const auto& field : in.fields()) {
      if (!is_row_name(field.name())) return fail(Errc::malformed, "not the name of a value");
      if (row.has(field.name())) return fail(Errc::malformed, "a value twice in a row");
      TRY(Value value, decode_value<Depth>(field));
      row.set(field.name(), std::move(value));
    }
    return row;
  }
}

Result<Exit> decode_exit(std::uint32_t number) {
  constexpr std::array known{Exit::ok,
                             Exit::usage,
                             Exit::not_met,
                             Exit::held,
                             Exit::invalid,
                             Exit::clock,
                             Exit::second_person,
                             Exit::bug,
                             Exit::memory,
                             Exit::io,
                             Exit::later,
                             Exit::permission,
                             Exit::config};
  for (const Exit exit : known) {
    if (static_cast<std::uint32_t>(exit) == number) return exit;
  }
  return fail(Errc::malformed, "an unknown exit code");
}

}  // namespace

Bytes encode(const ControlRequest& request) {
  pb::ControlRequest out;
  out.set_number(request.number);
  out.set_verb(request.verb);
  encode_row<1>(request.arguments, *out.mutable_arguments());
  out.set_unlock_key(text_of(request.unlock_key));
  out.set_idempotency(text_of(request.idempotency));
  out.set_new_unlock_key(text_of(request.new_unlock_key));
  return serialized(out);
}

Bytes encode(const ControlReply& reply) {
  pb::ControlReply out;
  out.set_number(reply.number);
  out.set_exit(static_cast<std::uint32_t>(reply.answer.exit));
  out.set_code(reply.answer.code);
  out.set_reason(reply.answer.reason);
  out.set_remedy(reply.answer.remedy);
  for (const Row& row : reply.answer.rows) encode_row<1>(row, *out.add_rows());
  return serialized(out);
}

Result<ControlRequest> decode_control_request(ByteView message) {
  if (message.size() > limits::request_bytes_max)
    return fail(Errc::limit_exceeded, "a request too large");
  TRY_VOID(check_shape(message, Part::request, limits::request_elements_max));
  pb::ControlRequest in;
  TRY_VOID(parse(in, message));
  if (in.number() == 0) return fail(Errc::malformed, "a request without a number");
  if (in.verb().empty() || in.verb().size() > limits::verb_bytes_max) {
    return fail(Errc::malformed, "a request without a verb");
  }
  for (const std::string* key : {&in.unlock_key(), &in.new_unlock_key()}) {
    if (!key->empty() && key->size() != 32)
      return fail(Errc::malformed, "an unlock key of the wrong length");
  }
  if (in.idempotency().size() > limits::idempotency_bytes_max) {
    return fail(Errc::malformed, "an idempotency key too long");
  }
  TRY(Row arguments, decode_row<1>(in.arguments()));
  ControlRequest request{in.number(),
                         in.verb(),
                         std::move(arguments),
                         to_bytes(in.unlock_key()),
                         to_bytes(in.idempotency()),
                         to_bytes(in.new_unlock_key())};
  // The parser's own copy; what it leaves behind when freed is the wiping allocator's matter.
  std::ranges::fill(*in.mutable_unlock_key(), '\0');
  std::ranges::fill(*in.mutable_new_unlock_key(), '\0');
  return request;
}

Result<ControlReply> decode_control_reply(ByteView message) {
  if (message.size() > limits::reply_queue_bytes_max)
    return fail(Errc::limit_exceeded, "a reply too large");
  TRY_VOID(check_shape(message, Part::reply, limits::reply_elements_max));
  pb::ControlReply in;
  TRY_VOID(parse(in, message));
  TRY(const Exit exit, decode_exit(in.exit()));
  ControlReply reply{in.number(), Answer{exit, in.code(), in.reason(), in.remedy(), {}}};
  for (const auto& row : in.rows()) {
    TRY(Row decoded, decode_row<1>(row));
    reply.answer.rows.push_back(std::move(decoded));
  }
  if (reply.is_notice() && reply.answer.rows.size() != 1) {
    return fail(Errc::malformed, "a notice has one row");
  }
  return reply;
}

Bytes control_frame(ByteView message) {
  Writer writer;
  writer.u32(narrow<std::uint32_t>(message.size())).bytes(message);
  return writer.take();
}

void ControlFrames::feed(ByteView bytes) {
  if (used_ > 0) {
    // What was cut off may have held an unlock key.
    std::fill_n(waiting_.begin(), used_, std::uint8_t{0});
    waiting_.erase(waiting_.begin(), waiting_.begin() + narrow<std::ptrdiff_t>(used_));
    used_ = 0;
  }
  waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<Bytes>> ControlFrames::next() {
  const ByteView waiting = ByteView{waiting_}.subspan(used_);
  if (waiting.size() < 4) return std::optional<Bytes>{};
  Reader reader{waiting};
  const std::uint32_t length = reader.u32();
  if (length > message_bytes_max_) return fail(Errc::limit_exceeded, "a control frame too large");
  if (reader.left() < length) return std::optional<Bytes>{};
  Bytes message = to_bytes(reader.take(length));
  used_ += 4 + std::size_t{length};
  return std::optional<Bytes>{std::move(message)};
}

}  // namespace tocsin::wire
