#include "cli/size_text.h"

#include <array>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

struct SizeUnit {
  std::string_view name;
  std::int64_t bytes;
};

// Disks are sold by powers of ten, and both are understood as they are written.
constexpr std::array size_units{SizeUnit{"KiB", 1LL << 10},
                                SizeUnit{"MiB", 1LL << 20},
                                SizeUnit{"GiB", 1LL << 30},
                                SizeUnit{"TiB", 1LL << 40},
                                SizeUnit{"KB", 1'000},
                                SizeUnit{"MB", 1'000'000},
                                SizeUnit{"GB", 1'000'000'000},
                                SizeUnit{"TB", 1'000'000'000'000}};
constexpr std::size_t binary_units = 4;
constexpr std::int64_t whole_size_max = 1'000'000;  // of any unit: fits 64 bits

}  // namespace

Result<std::int64_t> parse_size(std::string_view text) {
  for (const SizeUnit& unit : size_units) {
    if (!text.ends_with(unit.name)) continue;
    text.remove_suffix(unit.name.size());
    if (text.ends_with(' ')) text.remove_suffix(1);
    std::int64_t count = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (text.empty() || error != std::errc{} || stop != text.data() + text.size() || count < 0 ||
        count > whole_size_max)
      break;
    return count * unit.bytes;
  }
  return fail(Errc::malformed, "a size is written 512MiB, 4GiB or 1TiB");
}

std::string size_for_people(std::int64_t bytes) {
  for (std::size_t i = binary_units; i-- > 0;) {
    const std::int64_t count = bytes / size_units[i].bytes;
    if (count >= 10 || (count > 0 && bytes % size_units[i].bytes == 0))
      return fmt::format("{} {}", count, size_units[i].name);
  }
  return fmt::format("{} bytes", bytes);
}

}  // namespace tocsin::cli
