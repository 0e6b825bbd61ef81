#include "cli/laptop_checks.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/check_row.h"

namespace tocsin::cli {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

enum class Swap { unknown, none, sealed, plain };

Swap swap_of(const ReadText& read) {
  const auto swaps = read("/proc/swaps");
  if (!swaps) return Swap::unknown;
  const auto lines = lines_of(*swaps);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    // zram is memory; the mapper's are encrypted, as far as anybody can tell from here.
    const std::string_view name = lines[i].substr(0, lines[i].find(' '));
    const bool is_sealed = name.starts_with("/dev/zram") || name.starts_with("/dev/dm-") ||
                           name.starts_with("/dev/mapper/");
    if (!is_sealed) return Swap::plain;
  }
  return lines.size() > 1 ? Swap::sealed : Swap::none;
}

Row check_swap(const ReadText& read) {
  constexpr std::string_view about = "swap";
  switch (swap_of(read)) {
    case Swap::unknown:
      return yellow(about, "cannot be read", "see what swapon --show says");
    case Swap::plain:
      return red(about,
                 "texts you read may be written to disk in clear",
                 "encrypt the swap, or turn it off: sudo swapoff -a");
    case Swap::sealed:
      return green(about, "in memory or encrypted");
    case Swap::none:
      return green(about, "none");
  }
  return {};
}

Row check_core_pattern(const ReadText& read) {
  constexpr std::string_view about = "crash dumps";
  const auto pattern = read("/proc/sys/kernel/core_pattern");
  if (!pattern) return yellow(about, "cannot be read", "see sysctl kernel.core_pattern");
  if (pattern->starts_with('|'))
    return red(about,
               "go to another program, whatever limit we set",
               "sudo sysctl kernel.core_pattern=core");
  return green(about, "stay files, and ours are switched off");
}

Row check_hibernation(const ReadText& read) {
  constexpr std::string_view about = "hibernation";
  const auto state = read("/sys/power/state");
  const auto disk = read("/sys/power/disk");
  const bool can_hibernate = state && state->find("disk") != std::string::npos && disk &&
                             disk->find("[disabled]") == std::string::npos;
  if (!can_hibernate) return green(about, "off");
  switch (swap_of(read)) {
    case Swap::none:
      return green(about, "nowhere to write memory to");
    case Swap::plain:
      return red(about,
                 "would write all memory to disk in clear",
                 "lock tocsin first; switch hibernation off, or encrypt the swap");
    case Swap::unknown:
    case Swap::sealed:
      break;
  }
  return yellow(about, "writes memory to disk", "lock tocsin first, or switch hibernation off");
}

Row check_ptrace(const ReadText& read) {
  constexpr std::string_view about = "tracing";
  const auto scope = read("/proc/sys/kernel/yama/ptrace_scope");
  if (!scope || scope->starts_with('0'))
    return yellow(about,
                  "your other programs may read each other's memory",
                  "sudo sysctl kernel.yama.ptrace_scope=1");
  return green(about, "restricted");
}

}  // namespace

std::vector<Row> laptop_checks(const ReadText& read) {
  return {check_swap(read), check_core_pattern(read), check_hibernation(read), check_ptrace(read)};
}

}  // namespace tocsin::cli
