#include "core/model/record.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("record types are the table's from 1, and those of reply routes") {
  for (std::uint8_t byte = 1; byte <= 16; ++byte) CHECK(record_type(byte));
  CHECK(record_type(64).value() == RecordType::join);
  CHECK(record_type(65).value() == RecordType::welcome);
  for (const std::uint8_t byte :
       {std::uint8_t{0}, std::uint8_t{17}, std::uint8_t{63}, std::uint8_t{66}, std::uint8_t{255}})
    CHECK_FALSE(record_type(byte));
  CHECK(record_type(10).value() == RecordType::statement);
}

}  // namespace tocsin
