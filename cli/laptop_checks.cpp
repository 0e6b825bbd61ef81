#include "cli/laptop_checks.h"

#include <string_view>
#include <utility>

namespace tocsin::cli {
namespace {

Row check(std::string_view verdict, std::string_view about, std::string_view says) {
  Row row{"check"};
  row.set("verdict", verdict).set("about", about).set("says", says);
  return row;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Row check_swap(const ReadText& read) {
  const auto swaps = read("/proc/swaps");
  if (!swaps) return check("yellow", "swap", "cannot be read");
  bool has_plain = false;
  const auto lines = lines_of(*swaps);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    // zram is memory; the mapper's are encrypted, as far as anybody can tell from here.
    const std::string_view name = lines[i].substr(0, lines[i].find(' '));
    has_plain = has_plain || !(name.starts_with("/dev/zram") || name.starts_with("/dev/dm-") ||
                               name.starts_with("/dev/mapper/"));
  }
  if (has_plain)
    return check("red",
                 "swap",
                 "texts you read may be written to disk in clear; encrypt the swap or turn it off");
  return check("green", "swap", lines.size() > 1 ? "in memory or encrypted" : "none");
}

Row check_core_pattern(const ReadText& read) {
  const auto pattern = read("/proc/sys/kernel/core_pattern");
  if (!pattern) return check("yellow", "crash dumps", "cannot be read");
  if (pattern->starts_with('|'))
    return check(
        "red", "crash dumps", "go to another program; set kernel.core_pattern to a plain name");
  return check("green", "crash dumps", "stay files, and ours are switched off");
}

Row check_hibernation(const ReadText& read) {
  const auto state = read("/sys/power/state");
  const auto disk = read("/sys/power/disk");
  const bool can_hibernate = state && state->find("disk") != std::string::npos && disk &&
                             disk->find("[disabled]") == std::string::npos;
  if (can_hibernate)
    return check("yellow",
                 "hibernation",
                 "memory goes to disk; lock tocsin first, or switch hibernation off");
  return check("green", "hibernation", "off");
}

Row check_ptrace(const ReadText& read) {
  const auto scope = read("/proc/sys/kernel/yama/ptrace_scope");
  if (!scope || scope->starts_with('0'))
    return check(
        "yellow",
        "tracing",
        "your other programs may read each other's memory; kernel.yama.ptrace_scope = 1 helps");
  return check("green", "tracing", "restricted");
}

}  // namespace

std::vector<Row> laptop_checks(const ReadText& read) {
  return {check_swap(read), check_core_pattern(read), check_hibernation(read), check_ptrace(read)};
}

}  // namespace tocsin::cli
