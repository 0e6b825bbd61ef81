// `doctor --privacy`: what of this laptop could tell others about its user: files that others may
// read, folders that are copied away, a disk in clear, the shell's memory, programs that watch.
// Best effort, and it says so: what it does not see may still be there.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/laptop_checks.h"
#include "core/model/row.h"

namespace tocsin::cli {

struct PathFacts {
  std::uint32_t mode = 0;  // permission bits
  std::uint32_t user = 0;
};

// The laptop as the checks see it; a test brings its own.
struct Laptop {
  ReadText read;
  std::function<std::optional<PathFacts>(const std::string& path)> facts;
  std::function<std::vector<std::string>(const std::string& folder)> names;  // in a folder
  std::function<std::string(const std::string& path)> resolved;              // where a link leads

  std::string home;
  std::string data;  // the profile's folder
  std::uint32_t user = 0;
  std::uint64_t lockable_bytes = 0;    // of memory that never goes to swap
  std::vector<std::string> programs;   // running, by name
  std::vector<std::string> histories;  // files in which shells remember
  std::size_t other_users = 0;         // logged in now
};

// Rows check{verdict, about, says, todo?}, after laptop_checks.
std::vector<Row> privacy_checks(const Laptop& laptop);

}  // namespace tocsin::cli
