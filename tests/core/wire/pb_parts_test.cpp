// The parts that bodies share: heads, cells, keys. Through a body that has them all.
#include "core/wire/manifest_codec.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/pb_edit.h"

namespace tocsin {
namespace {

Report report() {
  tests::TestCoalition test;
  return test.report(test.org("drivers"), tests::founding());
}

}  // namespace

TEST_CASE("a head without an author is no head") {
  std::vector<tests::PbField> body = tests::pb_fields(wire::encode(report())).value();
  std::vector<tests::PbField> head = tests::pb_fields(body[0].content).value();
  REQUIRE(head[0].number == 1);
  head.erase(head.begin());
  body[0].content = tests::pb_bytes(head);
  CHECK_FALSE(wire::decode<Report>(tests::pb_bytes(body)));
}

TEST_CASE("ids and keys have their length") {
  for (const std::size_t size : {1U, 31U, 33U}) {
    std::vector<tests::PbField> body = tests::pb_fields(wire::encode(report())).value();
    std::vector<tests::PbField> head = tests::pb_fields(body[0].content).value();
    head[0].content.resize(size);
    body[0].content = tests::pb_bytes(head);
    CHECK_FALSE(wire::decode<Report>(tests::pb_bytes(body)));
  }
}

TEST_CASE("a cell has sector and region, and a code of at most sixteen bytes") {
  const auto taken = [](Cell cell) {
    Report changed = report();
    changed.cells = {CellCount{std::move(cell), 1, 1, false}};
    return wire::decode_signed<Report>(wire::encode(changed)).has_value();
  };
  CHECK(taken({"public", "metro", ""}));
  CHECK(taken({"public", "metro", std::string(16, 'a')}));
  CHECK_FALSE(taken({"public", "metro", std::string(17, 'a')}));
  CHECK_FALSE(taken({"", "metro", ""}));
  CHECK_FALSE(taken({"public", "", ""}));
  CHECK_FALSE(taken({"pub\tlic", "metro", ""}));
}

}  // namespace tocsin
