#include "cli/laptop_checks.h"

#include <map>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

std::string laptop_verdict(const std::map<std::string, std::string>& files,
                           std::string_view about) {
  const auto rows = laptop_checks([&](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional{found->second};
  });
  for (const Row& row : rows)
    if (row.text("about").value() == about) return row.text("verdict").value();
  return "";
}

constexpr const char* swaps_head = "Filename Type Size Used Priority\n";

}  // namespace

TEST_CASE("swap in clear is red, none or encrypted or in memory is green") {
  CHECK(laptop_verdict({{"/proc/swaps", std::string{swaps_head} + "/dev/sda2 partition 1 0 -2\n"}},
                       "swap") == "red");
  CHECK(laptop_verdict({{"/proc/swaps", std::string{swaps_head} + "/dev/dm-1 partition 1 0 -2\n"}},
                       "swap") == "green");
  CHECK(laptop_verdict(
            {{"/proc/swaps", std::string{swaps_head} + "/dev/dm-1 a\n/swapfile file 1 0 -2\n"}},
            "swap") == "red");
  CHECK(laptop_verdict({{"/proc/swaps", swaps_head}}, "swap") == "green");
  CHECK(laptop_verdict({}, "swap") == "yellow");
}

TEST_CASE("crash dumps that go to a program are red") {
  CHECK(laptop_verdict({{"/proc/sys/kernel/core_pattern", "|/usr/lib/apport\n"}}, "crash dumps") ==
        "red");
  CHECK(laptop_verdict({{"/proc/sys/kernel/core_pattern", "core\n"}}, "crash dumps") == "green");
}

TEST_CASE("hibernation and tracing are worth a thought") {
  CHECK(laptop_verdict(
            {{"/sys/power/state", "mem disk\n"}, {"/sys/power/disk", "[platform] shutdown\n"}},
            "hibernation") == "yellow");
  CHECK(laptop_verdict({{"/sys/power/state", "mem disk\n"}, {"/sys/power/disk", "[disabled]\n"}},
                       "hibernation") == "green");
  CHECK(laptop_verdict({{"/sys/power/state", "mem\n"}}, "hibernation") == "green");
  CHECK(laptop_verdict({{"/proc/sys/kernel/yama/ptrace_scope", "0\n"}}, "tracing") == "yellow");
  CHECK(laptop_verdict({{"/proc/sys/kernel/yama/ptrace_scope", "1\n"}}, "tracing") == "green");
}

}  // namespace tocsin::cli
