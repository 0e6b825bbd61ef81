#include "tests/support/pb_edit.h"

#include <utility>

namespace tocsin::tests {
namespace {

constexpr std::size_t depth_max = 8;

std::optional<std::uint64_t> take_varint(Reader& in) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = in.u8();
    if (in.failed()) return std::nullopt;
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  return std::nullopt;
}

Bytes joined(Bytes a, ByteView b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The whole with one field's content replaced.
Bytes replaced(std::vector<PbField> fields, std::size_t at, Bytes content) {
  fields[at].content = std::move(content);
  return pb_bytes(fields);
}

std::vector<Bytes> each_changed(ByteView message,
                                const std::function<Bytes(ByteView)>& change,
                                std::size_t depth) {
  std::vector<Bytes> out{change(message)};
  const auto fields = pb_fields(message);
  if (!fields || depth == depth_max) return out;
  for (std::size_t i = 0; i < fields->size(); ++i) {
    if ((*fields)[i].wire_type != 2) continue;
    for (Bytes& inner : each_changed((*fields)[i].content, change, depth + 1))
      out.push_back(replaced(*fields, i, std::move(inner)));
  }
  return out;
}

}  // namespace

Bytes varint(std::uint64_t value, std::size_t padding) {
  Bytes out;
  do {
    const auto byte = static_cast<std::uint8_t>(value & 0x7FU);
    value >>= 7;
    out.push_back(static_cast<std::uint8_t>(byte | (value > 0 || padding > 0 ? 0x80U : 0U)));
  } while (value > 0);
  for (; padding > 0; --padding) out.push_back(padding > 1 ? 0x80 : 0x00);
  return out;
}

std::optional<std::vector<PbField>> pb_fields(ByteView message) {
  Reader in{message};
  std::vector<PbField> out;
  while (in.left() > 0) {
    const auto tag = take_varint(in);
    if (!tag || *tag >> 3 == 0 || *tag >> 3 > 0xFFFF) return std::nullopt;
    PbField field{
        static_cast<std::uint32_t>(*tag >> 3), static_cast<std::uint8_t>(*tag & 7), 0, {}};
    const auto value = take_varint(in);
    if (!value || (field.wire_type != 0 && field.wire_type != 2)) return std::nullopt;
    field.varint = *value;
    if (field.wire_type == 2) field.content = to_bytes(in.take(static_cast<std::size_t>(*value)));
    if (in.failed()) return std::nullopt;
    out.push_back(std::move(field));
  }
  return out;
}

Bytes pb_bytes(const PbField& field) {
  Bytes out = varint(field.number << 3 | field.wire_type);
  if (field.wire_type == 0) return joined(std::move(out), varint(field.varint));
  out = joined(std::move(out), varint(field.content.size()));
  return joined(std::move(out), field.content);
}

Bytes pb_bytes(const std::vector<PbField>& fields) {
  Bytes out;
  for (const PbField& field : fields) out = joined(std::move(out), pb_bytes(field));
  return out;
}

std::vector<Bytes> changed_at_every_depth(ByteView message,
                                          const std::function<Bytes(ByteView)>& change) {
  return each_changed(message, change, 0);
}

std::vector<Bytes> noncanonical_forms(ByteView message, const std::set<std::uint32_t>& lists) {
  const auto fields = pb_fields(message);
  std::vector<Bytes> out;
  if (!fields) return out;
  for (std::size_t i = 0; i < fields->size(); ++i) {
    const PbField& field = (*fields)[i];
    std::vector<PbField> twice = *fields;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), field);
    if (!lists.contains(field.number)) out.push_back(pb_bytes(twice));
    if (i + 1 < fields->size() && (*fields)[i + 1].number != field.number) {
      std::vector<PbField> swapped = *fields;
      std::swap(swapped[i], swapped[i + 1]);
      out.push_back(pb_bytes(swapped));
    }
    const std::vector<PbField> before{fields->begin(),
                                      fields->begin() + static_cast<std::ptrdiff_t>(i)};
    const std::vector<PbField> after{fields->begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                     fields->end()};
    // A number, or a length, with more bytes than it needs.
    Bytes padded = pb_bytes(before);
    padded = joined(std::move(padded), varint(field.number << 3 | field.wire_type));
    padded =
        field.wire_type == 0
            ? joined(std::move(padded), varint(field.varint, 1))
            : joined(joined(std::move(padded), varint(field.content.size(), 2)), field.content);
    out.push_back(joined(std::move(padded), pb_bytes(after)));
    Bytes padded_tag = pb_bytes(before);
    padded_tag = joined(std::move(padded_tag), varint(field.number << 3 | field.wire_type, 1));
    const Bytes whole = pb_bytes(field);
    const std::size_t tag_size = varint(field.number << 3 | field.wire_type).size();
    padded_tag = joined(std::move(padded_tag), ByteView{whole}.subspan(tag_size));
    out.push_back(joined(std::move(padded_tag), pb_bytes(after)));
  }
  // A default written out, for every field that is absent.
  for (std::uint32_t number = 1; number <= 24; ++number) {
    bool is_present = false;
    for (const PbField& field : *fields) is_present = is_present || field.number == number;
    if (is_present) continue;
    for (const std::uint8_t wire_type : {std::uint8_t{0}, std::uint8_t{2}}) {
      std::vector<PbField> more = *fields;
      auto at = more.begin();
      while (at != more.end() && at->number < number) ++at;
      more.insert(at, PbField{number, wire_type, 0, {}});
      out.push_back(pb_bytes(more));
    }
  }
  // An empty group.
  out.push_back(joined(to_bytes(message), joined(varint(30 << 3 | 3), varint(30 << 3 | 4))));
  return out;
}

}  // namespace tocsin::tests
