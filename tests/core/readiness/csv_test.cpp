#include "core/readiness/csv.h"

#include "core/model/limits/readiness.h"
#include "tests/support/catch.hpp"

namespace tocsin::readiness {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> all(std::string_view text) {
  CsvReader reader{as_bytes(text)};
  std::vector<Fields> out;
  while (true) {
    auto record = reader.next();
    REQUIRE(record.has_value());
    if (!*record) return out;
    out.push_back((*record)->fields);
  }
}

CsvFault fault_of(std::string_view text) {
  CsvReader reader{as_bytes(text)};
  while (true) {
    auto record = reader.next();
    if (!record) return record.error();
    REQUIRE(record->has_value());
  }
}

TEST_CASE("records end with LF, CRLF or the file") {
  const std::vector<Fields> expected{{"a", "b"}, {"c", ""}};
  CHECK(all("a,b\nc,\n") == expected);
  CHECK(all("a,b\r\nc,\r\n") == expected);
  CHECK(all("a,b\nc,") == expected);
  CHECK(all("\n\na,b\r\n\n\nc,\n\n") == expected);
  CHECK(all("\xef\xbb\xbf"
            "a,b\nc,") == expected);
  CHECK(all("").empty());
}

TEST_CASE("a quoted field may hold commas, quotes and lines") {
  CHECK(all("\"a,b\",\"c\"\"d\",\"e\nf\",\"\"\nnext") ==
        std::vector<Fields>{{"a,b", "c\"d", "e\nf", ""}, {"next"}});
}

TEST_CASE("a record knows the line it begins on") {
  CsvReader reader{as_bytes("a,\"b\nc\"\n\nd,e\n")};
  CHECK((*reader.next())->line == 1);
  CHECK((*reader.next())->line == 4);
}

TEST_CASE("a broken file is refused with its line") {
  struct Case {
    const char* text;
    std::size_t line;
    const char* code;
  };

  for (const Case& one : {Case{"a\nb\"c\n", 2, "E_CSV"},
                          Case{"a\n\"b\nc", 3, "E_CSV"},
                          Case{"a\n\"b\" c\n", 2, "E_CSV"},
                          Case{"a\rb\n", 1, "E_CSV"},
                          Case{"a\nna\xefve\n", 2, "E_ENCODING"},
                          Case{"a\nb\n\"\xff\"\n", 3, "E_ENCODING"},
                          Case{"\xff\xfe"
                               "a",
                               1,
                               "E_ENCODING"},
                          Case{"a\n\xc0\xaf\n", 2, "E_ENCODING"},
                          Case{"a\n\xed\xa0\x80\n", 2, "E_ENCODING"}}) {
    const CsvFault fault = fault_of(one.text);
    CAPTURE(one.text);
    CHECK(fault.line == one.line);
    CHECK(fault.code == one.code);
  }
  CHECK(fault_of(std::string_view{"a\0b", 3}).code == "E_ENCODING");
}

TEST_CASE("no field, line or file goes beyond its limit") {
  const std::string longest(limits::csv_field_bytes_max, 'x');
  CHECK(all(longest).front().front() == longest);
  CHECK(fault_of("a\n" + longest + "x\n").code == "E_SIZE");
  CHECK(fault_of("a\n\"" + longest + "x\"\n").line == 2);

  // However long the line is, no more of it is looked at than 32 fields.
  const std::string endless(10 * 1024 * 1024, 'x');
  CHECK(fault_of("ref\n" + endless).code == "E_SIZE");
  std::string commas(limits::csv_columns_max - 1, ',');
  CHECK(all(commas).front().size() == limits::csv_columns_max);
  commas.push_back(',');
  CHECK(fault_of(commas).code == "E_COLUMNS");

  const std::string huge(limits::csv_bytes_max + 1, '\n');
  CHECK(fault_of(huge).code == "E_SIZE");
}

TEST_CASE("no field that is written begins a formula, and each reads back as it was") {
  for (const char* text : {"=1+1",
                           "+49 30",
                           "-2",
                           "@SUM(A1)",
                           "  =x",
                           "'=x",
                           "''=x",
                           "'tis Bo",
                           "a,b",
                           "say \"no\"",
                           "\"",
                           "",
                           "Ana"}) {
    CAPTURE(text);
    const auto records = all(csv_field(text) + ",end\n");
    REQUIRE(records.size() == 1);
    REQUIRE(records.front().size() == 2);
    CHECK_FALSE(is_formula(records.front().front()));
    CHECK(without_apostrophe(records.front().front()) == text);
  }
  CHECK(csv_field("=1") == "'=1");
  CHECK(csv_field("'tis Bo") == "'tis Bo");
}

TEST_CASE("what a spreadsheet would compute is a formula") {
  for (const char* text : {"=1+1", "+49 30", "-2", "@SUM", "  =x"}) CHECK(is_formula(text));
  for (const char* text : {"", "   ", "1-2", "ana@choir", "a=b"}) CHECK(!is_formula(text));
}

}  // namespace
}  // namespace tocsin::readiness
