#include "cli/render_json.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a row is one object on one line, ids in hex, times twice") {
  Row row{"signed"};
  row.set("id", Value{Bytes{0x7f, 0x3a}})
      .set("at", Value{wall_from_ms(1'810'285'200'007)})
      .set("ok", true)
      .set("count", 3)
      .set("codes", Value{std::vector<std::string>{"E_COUNT"}});
  CHECK(json_line(row) ==
        "{\"v\":1,\"kind\":\"signed\",\"id\":\"7f3a\",\"at\":\"2027-05-14T09:00:00.007Z\",\"at_"
        "ms\":1810285200007,"
        "\"ok\":true,\"count\":3,\"codes\":[\"E_COUNT\"]}\n");
}

TEST_CASE("rows within rows are objects within lists") {
  Row row{"outer"};
  row.set("parts", Value{std::vector<Row>{Row{"inner"}.set("n", 1)}});
  CHECK(json_line(row) ==
        "{\"v\":1,\"kind\":\"outer\",\"parts\":[{\"kind\":\"inner\",\"n\":1}]}\n");
}

TEST_CASE("whatever a text holds, a line of JSON has only printable ASCII", "[V-8]") {
  Row row{"message"};
  row.set("text", "a\x1b[31m\n\u202e\u2066\xff\xc2\x9b\"\\");
  const std::string line = json_line(row);
  CHECK(line.find('\n') == line.size() - 1);
  for (const char c : line) CHECK(((c >= 0x20 && c < 0x7f) || c == '\n'));
}

TEST_CASE("a refusal is data too") {
  CHECK(json_line(Refusal{Exit::not_met, "E_DRILL", "too old", "tocsin drill run"}) ==
        "{\"v\":1,\"kind\":\"refusal\",\"exit\":3,\"code\":\"E_DRILL\",\"reason\":\"too "
        "old\",\"remedy\":\"tocsin drill run\"}\n");
}

TEST_CASE("a line of JSON becomes a row, anything deeper or stranger is refused") {
  const auto row = row_from_json(R"({"worker":"w-1","day":3,"ok":true,"refs":["a","b"]})");
  REQUIRE(row);
  CHECK(row->text("worker").value() == "w-1");
  CHECK(row->integer("day").value() == 3);
  CHECK(row->flag("ok"));
  CHECK(row->texts("refs").size() == 2);
  for (const char* const text : {"",
                                 "[]",
                                 "3",
                                 "{",
                                 R"({"a":{}})",
                                 R"({"a":1.5})",
                                 R"({"a":null})",
                                 R"({"a":[1]})",
                                 R"({"a":18446744073709551615})",
                                 "{} {}"}) {
    INFO(text);
    CHECK_FALSE(row_from_json(text));
  }
}

}  // namespace tocsin::cli
