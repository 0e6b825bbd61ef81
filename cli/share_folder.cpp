#include "cli/share_folder.h"

#include <filesystem>
#include <system_error>

#include "cli/input.h"

namespace tocsin::cli {
namespace {

namespace fs = std::filesystem;

constexpr int folders_above_max = 4;  // build/dev in a source tree, and some room

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

std::string share_folder(const std::string& program, std::string_view name) {
  const fs::path here = fs::path{program}.parent_path();
  const bool is_build = is_file((here / "CMakeCache.txt").string());
  fs::path above = here;
  for (int i = 0; is_build && i < folders_above_max && above.has_relative_path(); ++i) {
    above = above.parent_path();
    const fs::path folder = above / "packaging/share" / name;
    if (is_folder(folder)) return folder.string();
  }
  const fs::path prefix = here.parent_path();
  for (const fs::path& share : {prefix / "share", fs::path{"/usr/share"}}) {
    const fs::path folder = share / "tocsin" / name;
    if (is_folder(folder)) return folder.string();
  }
  return "";
}

std::string own_program() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? "" : program.string();
}

}  // namespace tocsin::cli
