// The command line of tocsind. The only file that knows CLI11 here is arguments.cpp.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/model/verdict.h"
#include "core/node/node.h"

namespace tocsin::daemon {

struct Arguments {
  std::string profile = "default";
  std::optional<NodeRole> role;
  std::vector<std::string> listen;
};

// Or an exit code, after help, version or a complaint was printed.
std::variant<Arguments, Exit> parse_arguments(int count, const char* const* values);

}  // namespace tocsin::daemon
