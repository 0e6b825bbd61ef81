// Which version this is, and the day its manual was last gone through.
#pragma once

#include <string_view>

namespace tocsin::cli {

inline constexpr std::string_view version = "0.1.0";
inline constexpr std::string_view manual_date = "2026-11-28";

}  // namespace tocsin::cli
