// The command line as the table of verbs understands it. The only user of CLI11. What was typed is
// never repeated in a refusal: a passphrase or a message may have been typed at the wrong place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"
#include "core/model/command.h"

namespace tocsin::cli {

struct Arguments {
  const Verb* verb = nullptr;  // none: only help or version was asked for
  std::map<std::string, std::vector<std::string>, std::less<>>
      values;  // by the parameter's name; flags have none
  std::string profile = "default";
  std::optional<int> passphrase_fd = std::nullopt;
  bool is_json = false;
  bool is_batch = false;
  bool wants_help = false;
  bool wants_version = false;

  bool has(std::string_view name) const { return values.contains(name); }

  std::string text(std::string_view name) const;  // the first; empty if there is none
  std::vector<std::string> texts(std::string_view name) const;
};

Reply<Arguments> parse_arguments(const std::vector<std::string>& typed);

}  // namespace tocsin::cli
