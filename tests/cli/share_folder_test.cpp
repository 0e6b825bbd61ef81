#include "cli/share_folder.h"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::cli {

TEST_CASE("what comes with the program is found below the prefix it was installed to") {
  const tests::TemporaryDirectory prefix;
  const std::string folder = prefix / "share/tocsin/checklists";
  const std::string program = prefix / "bin/tocsin";
  CHECK(share_folder(program, "checklists") != folder);
  std::filesystem::create_directories(folder);
  CHECK(share_folder(program, "checklists") == folder);
}

TEST_CASE("a program in its build directory finds the source tree's, an installed one does not") {
  const tests::TemporaryDirectory tree;
  const std::string folder = tree / "packaging/share/checklists";
  std::filesystem::create_directories(folder);
  std::filesystem::create_directories(tree / "build/dev");
  const std::string program = tree / "build/dev/tocsin";
  CHECK(share_folder(program, "checklists") != folder);
  std::ofstream{tree / "build/dev/CMakeCache.txt"} << "CMAKE_PROJECT_NAME:STATIC=tocsin\n";
  CHECK(share_folder(program, "checklists") == folder);
}

TEST_CASE("this very program finds the packs and the example charters of its source") {
  CHECK(std::filesystem::exists(share_folder(own_program(), "checklists") + "/notice.toml"));
  CHECK(std::filesystem::exists(share_folder(own_program(), "charters") + "/example.toml"));
}

TEST_CASE("where nothing is installed there is no folder") {
  CHECK(share_folder("/nowhere/bin/tocsin", "no-such-thing").empty());
  CHECK(share_folder("", "no-such-thing").empty());
}

}  // namespace tocsin::cli
