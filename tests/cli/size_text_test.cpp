#include "cli/size_text.h"

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("sizes are typed with their unit") {
  CHECK(parse_size("512MiB") == 512LL << 20);
  CHECK(parse_size("4GiB") == 4LL << 30);
  CHECK(parse_size("4 GB") == 4'000'000'000);
  CHECK(parse_size("1TiB") == 1LL << 40);
  CHECK(parse_size("0KiB") == 0);
  for (const char* text : {"",
                           "4",
                           "GiB",
                           " GiB",
                           "4gib",
                           "4 G",
                           "-4GiB",
                           "+4GiB",
                           "4.5GiB",
                           "4  GiB",
                           "1000001TiB",
                           "99999999999999999999GiB",
                           "4GiBGiB"}) {
    INFO(text);
    CHECK_FALSE(parse_size(text));
  }
}

TEST_CASE("sizes are shown in the largest unit that needs no fraction") {
  CHECK(size_for_people(4LL << 30) == "4 GiB");
  CHECK(size_for_people(1536LL << 20) == "1536 MiB");
  CHECK(size_for_people(1LL << 40) == "1 TiB");
  CHECK(size_for_people(12) == "12 bytes");
  CHECK(size_for_people(4'000'000'000) == "3814 MiB");
  CHECK(size_for_people(1'500) == "1500 bytes");
}

}  // namespace tocsin::cli
