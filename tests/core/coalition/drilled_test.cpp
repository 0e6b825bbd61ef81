#include "core/coalition/drilled.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a drill has decisions and acks, and neither authority nor reports") {
  const std::set<StatementType> never{StatementType::charter,
                                      StatementType::manifest,
                                      StatementType::roll,
                                      StatementType::freeze,
                                      StatementType::report,
                                      StatementType::relay_cert,
                                      StatementType::relay_drop};
  for (std::uint8_t byte = 1; byte <= 13; ++byte) {
    const auto type = static_cast<StatementType>(byte);
    INFO(type_name(type));
    CHECK(coalition::is_never_drilled(type) == never.contains(type));
  }
}

}  // namespace tocsin
