#include "core/wire/canonical.h"

#include "tests/support/bodies.h"
#include "tests/support/catch.hpp"
#include "tests/support/pb_edit.h"

namespace tocsin {
namespace {

using tests::Body;

// A tag far outside every message: field 1999, a number.
Bytes with_unknown_number(ByteView message) {
  Bytes out = to_bytes(message);
  for (const std::uint8_t byte : tests::varint(1999U << 3)) out.push_back(byte);
  out.push_back(1);
  return out;
}

Bytes with_unknown_bytes(ByteView message) {
  Bytes out = to_bytes(message);
  for (const std::uint8_t byte : tests::varint(1999U << 3 | 2U)) out.push_back(byte);
  out.push_back(1);
  out.push_back('x');
  return out;
}

}  // namespace

TEST_CASE("every body decodes as it was encoded") {
  for (const Body& body : tests::all_bodies()) {
    INFO(body.type);
    CHECK(body.decode_signed(body.bytes));
  }
}

TEST_CASE("noncanonical_forms: no second encoding of a body is taken") {
  for (const Body& body : tests::all_bodies()) {
    INFO(body.type);
    const auto forms = tests::noncanonical_forms(body.bytes, body.lists);
    CHECK(forms.size() > 20);
    for (const Bytes& form : forms) CHECK_FALSE(body.decode_signed(form));
  }
}

TEST_CASE("unknown_field_at_every_depth: no body carries a field that nobody knows") {
  for (const Body& body : tests::all_bodies()) {
    INFO(body.type);
    for (const auto& change : {with_unknown_number, with_unknown_bytes})
      for (const Bytes& changed : tests::changed_at_every_depth(body.bytes, change))
        CHECK_FALSE(body.decode_signed(changed));
  }
}

TEST_CASE("a list that is split into single numbers is refused") {
  for (const Body& body : tests::all_bodies()) {
    if (body.type != "signoff") continue;
    std::vector<tests::PbField> fields = tests::pb_fields(body.bytes).value();
    std::vector<tests::PbField> split;
    for (const tests::PbField& field : fields) {
      if (field.number != 12) {
        split.push_back(field);
        continue;
      }
      for (const std::uint8_t number : field.content)
        split.push_back(tests::PbField{12, 0, number, {}});
    }
    REQUIRE(split.size() > fields.size());
    CHECK_FALSE(body.decode_signed(tests::pb_bytes(split)));
  }
}

TEST_CASE("a body of one type is no body of another") {
  const auto bodies = tests::all_bodies();
  for (const Body& a : bodies) {
    for (const Body& b : bodies) {
      INFO(a.type << " as " << b.type);
      CHECK(b.decode_signed(a.bytes).has_value() == (a.type == b.type));
    }
  }
}

}  // namespace tocsin
