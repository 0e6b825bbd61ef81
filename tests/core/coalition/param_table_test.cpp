#include "core/coalition/param_table.h"

#include <set>

#include "tests/support/catch.hpp"

namespace tocsin::coalition {

TEST_CASE("every default is within its bounds, and no parameter is there twice") {
  const CharterParams params = default_params();
  std::set<std::string_view> names;
  for (const SpanParam& param : span_params(params)) {
    INFO(param.name);
    CHECK(names.insert(param.name).second);
    CHECK_FALSE(param.says.empty());
    CHECK(param.floor <= param.value);
    CHECK(param.value <= param.ceiling);
  }
  for (const NumberParam& param : number_params(params)) {
    INFO(param.name);
    CHECK(names.insert(param.name).second);
    CHECK_FALSE(param.says.empty());
    CHECK(param.floor <= param.value);
    CHECK(param.value <= param.ceiling);
  }
  CHECK(names.size() == 20);
}

TEST_CASE("each parameter is the charter's own") {
  CharterParams params = default_params();
  params.drill.quiet += Seconds{1};
  params.privacy.cell_min += 1;
  CHECK(span_params(params).back().value == params.drill.quiet);
  CHECK(number_params(params).front().value == params.privacy.cell_min);
}

}  // namespace tocsin::coalition
