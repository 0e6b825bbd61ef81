#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace tocsin::cli {

// Unset and empty are the same.
inline std::optional<std::string> from_environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace tocsin::cli
