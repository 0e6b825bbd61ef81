// A quorum rule as it is written in TOML: {all = [..]}, {share = "full", at_least = "2/3"} ... to
// its nodes in prefix order. How it reads back in words: core/coalition/rule.h.
#pragma once

#include "cli/toml_tree.h"
#include "core/model/rule.h"

namespace tocsin::cli {

Rule rule_from(const TomlNode& node, TomlMistakes& mistakes);

}  // namespace tocsin::cli
