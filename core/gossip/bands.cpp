#include "core/gossip/bands.h"

#include <array>
#include <tuple>

namespace tocsin::gossip {
namespace {

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr std::uint64_t gib = 1024 * mib;

constexpr std::uint64_t often_from = 16;

}  // namespace

std::string_view count_band(std::uint64_t count) {
  if (count == 0) return "none";
  if (count < 5) return "few";
  if (count < 17) return "some";
  return count < 65 ? "many" : "very many";
}

std::string_view bytes_band(std::uint64_t bytes) {
  struct Band {
    std::uint64_t below;
    std::string_view name;
  };

  constexpr std::array bands{Band{1, "none"},
                             Band{mib, "under 1 MiB"},
                             Band{16 * mib, "under 16 MiB"},
                             Band{256 * mib, "under 256 MiB"},
                             Band{gib, "under 1 GiB"},
                             Band{4 * gib, "under 4 GiB"},
                             Band{16 * gib, "under 16 GiB"}};
  for (const Band& band : bands) {
    if (bytes < band.below) return band.name;
  }
  return "16 GiB or more";
}

std::string_view share_band(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return "empty";
  if (part >= whole) return "full";
  const std::uint64_t quarter = whole / 4;
  if (part < quarter) return "under a quarter";
  if (part < 2 * quarter) return "under a half";
  return part < 3 * quarter ? "under three quarters" : "nearly full";
}

std::string_view traffic_band(std::uint64_t bytes) {
  if (bytes < 256 * kib) return "little";
  if (bytes < 4 * mib) return "some";
  return bytes < 64 * mib ? "much" : "very much";
}

std::string_view often_band(std::uint64_t times) {
  if (times == 0) return "never";
  return times < often_from ? "sometimes" : "often";
}

bool is_louder(const Cost& a, const Cost& b) {
  const auto rank = [](const Cost& cost) {
    return std::tuple{cost.refusals >= often_from, cost.waits >= often_from, cost.bytes};
  };
  return rank(a) > rank(b);
}

}  // namespace tocsin::gossip
