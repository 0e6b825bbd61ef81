#include "cli/percent.h"

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a percent is typed as people say it") {
  CHECK(parse_percent("80") == 8000);
  CHECK(parse_percent("80%") == 8000);
  CHECK(parse_percent("80.5") == 8050);
  CHECK(parse_percent("80.05%") == 8005);
  CHECK(parse_percent("0") == 0);
  CHECK(parse_percent("0.9") == 90);
  CHECK(parse_percent("66.67") == 6667);
  CHECK(parse_percent("100") == 10'000);
  CHECK(parse_percent("100.00%") == 10'000);
}

TEST_CASE("what is no percent is not taken for another") {
  for (const char* text : {"",
                           "%",
                           "80%%",
                           "80 %",
                           "-1",
                           "+1",
                           "80.",
                           ".5",
                           "80.555",
                           "80,5",
                           "1e1",
                           "100.01",
                           "101",
                           "8000",
                           "9999",
                           "0080",
                           "80.5.1",
                           "abc",
                           "80.-1"}) {
    INFO(text);
    CHECK_FALSE(parse_percent(text));
  }
}

}  // namespace tocsin::cli
