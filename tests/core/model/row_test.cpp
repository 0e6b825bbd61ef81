#include "core/model/row.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("a value set again is replaced and keeps its place") {
  Row row{"sent"};
  row.set("first", 1).set("second", "two").set("first", true);
  REQUIRE(row.fields().size() == 3);
  CHECK(row.fields()[1].first == "first");
  CHECK(row.flag("first"));
  CHECK(row.kind() == "sent");
}

TEST_CASE("a value read as what it is not is malformed, one that is absent is not found") {
  Row row;
  row.set("number", 7)
      .set("text", "seven")
      .set("bytes", Value{Bytes{7}})
      .set("at", Value{wall_from_ms(7)});
  CHECK(row.integer("number") == 7);
  CHECK(row.text("text") == "seven");
  CHECK(row.bytes("bytes") == Bytes{7});
  CHECK(row.time("at") == wall_from_ms(7));
  CHECK(row.text("number").error().code == Errc::malformed);
  CHECK(row.integer("at").error().code == Errc::malformed);
  CHECK(row.bytes("absent").error().code == Errc::not_found);
}

TEST_CASE("flags and lists that are absent or something else are no and empty") {
  Row row;
  row.set("number", 1).set("rows", Value{std::vector<Row>{Row{"a"}, Row{"b"}}});
  row.set("texts", Value{std::vector<std::string>{"x"}});
  CHECK(!row.flag("number"));
  CHECK(!row.flag("absent"));
  CHECK(row.rows("rows").size() == 2);
  CHECK(row.rows("texts").empty());
  CHECK(row.texts("texts").size() == 1);
  CHECK(row.texts("absent").empty());
  CHECK(row.kind().empty());
}

}  // namespace
}  // namespace tocsin
