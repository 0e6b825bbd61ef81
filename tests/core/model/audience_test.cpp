#include "core/model/audience.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

View view() {
  const StatementId a{std::array<std::uint8_t, 32>{1}};
  const StatementId b{std::array<std::uint8_t, 32>{2}};
  const DeviceId steward{std::array<std::uint8_t, 32>{3}};
  OrgView org{OrgId{std::array<std::uint8_t, 32>{4}}, {{a}, false}, {}, {a, b}, {steward}};
  org.logs.push_back(RollLog{steward, b, 9, {a}, false});
  return View{{{a, b}, false},
              {org, OrgView{OrgId{std::array<std::uint8_t, 32>{5}}, {{}, true}, {}, {}, {}}}};
}

}  // namespace

TEST_CASE("a view comes back from its bytes and from no other length") {
  const Bytes bytes = encode_view(view());
  CHECK(decode_view(bytes).value() == view());
  CHECK(decode_view(encode_view(View{})).value() == View{});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_view(ByteView{bytes}.first(size)));
  CHECK_FALSE(decode_view(Bytes(view_bytes_max + 1, 0)));
}

TEST_CASE("K5 a flag that is neither yes nor no is another encoding, and refused") {
  Bytes bytes = encode_view(view());
  REQUIRE(bytes[0] == 0);
  bytes[0] = 2;
  CHECK_FALSE(decode_view(bytes));
}

TEST_CASE("K5 what is not sorted, or there twice, is another encoding") {
  View twice = view();
  twice.orgs[0].marks[1] = twice.orgs[0].marks[0];
  CHECK_FALSE(decode_view(encode_view(twice)));
  View turned = view();
  std::swap(turned.orgs[0], turned.orgs[1]);
  CHECK_FALSE(decode_view(encode_view(turned)));
  View charter = view();
  std::swap(charter.charter.ids[0], charter.charter.ids[1]);
  CHECK_FALSE(decode_view(encode_view(charter)));
}

TEST_CASE("the tag of a view depends on all it names") {
  View other = view();
  other.orgs[0].marks.pop_back();
  CHECK(view_tag(other) != view_tag(view()));
  CHECK(view_tag(view()) == view_tag(view()));
}

TEST_CASE("channels of two coalitions, of two orgs and the assembly differ") {
  const CoalitionId one{std::array<std::uint8_t, 32>{1}};
  const CoalitionId two{std::array<std::uint8_t, 32>{2}};
  const OrgId org{std::array<std::uint8_t, 32>{3}};
  CHECK(assembly_channel(one) != assembly_channel(two));
  CHECK(org_channel(one, org) != org_channel(two, org));
  CHECK(org_channel(one, org) != org_channel(one, OrgId{std::array<std::uint8_t, 32>{4}}));
  CHECK(org_channel(one, org) != assembly_channel(one));
}

}  // namespace tocsin
