// A charter's parameters by name, each with what it is for and what it may be (coalition.md §4,
// L5): lint holds them to it, a comparison names them, reviews and the manual print them. A
// rehearsal has no floors of time.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/charter.h"

namespace tocsin::coalition {

struct SpanParam {
  std::string_view name;  // "start.hold"
  Seconds value;
  Seconds floor;
  Seconds ceiling;
  std::string_view says;  // what it is for, in one breath
};

struct NumberParam {
  std::string_view name;
  std::uint32_t value;
  std::uint32_t floor;
  std::uint32_t ceiling;
  std::string_view says;
};

// In the same order whatever their values.
std::vector<SpanParam> span_params(const CharterParams& params);
std::vector<NumberParam> number_params(const CharterParams& params);

}  // namespace tocsin::coalition
