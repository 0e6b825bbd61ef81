#include "daemon/store/files.h"

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

namespace fs = std::filesystem;

std::size_t names_in(const std::string& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator{directory}, fs::directory_iterator{}));
}

}  // namespace

TEST_CASE("a written file is whole, private, and alone in its directory") {
  const tests::TemporaryDirectory directory;
  REQUIRE(write_file(directory.path(), "key", Bytes(5000, 1)));
  REQUIRE(write_file(directory.path(), "key", Bytes{1, 2, 3}));
  CHECK(read_file(directory / "key", 3).value() == Bytes{1, 2, 3});
  CHECK(names_in(directory.path()) == 1);

  struct stat status{};

  REQUIRE(::stat((directory / "key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("what a crash left half written is in nobody's way") {
  const tests::TemporaryDirectory directory;
  std::ofstream{directory / "key.new"} << "half";
  REQUIRE(write_file(directory.path(), "key", Bytes{9}));
  CHECK(read_file(directory / "key", 10).value() == Bytes{9});
  CHECK(names_in(directory.path()) == 1);
}

TEST_CASE("a link in the place of the temporary file is not followed") {
  const tests::TemporaryDirectory directory;
  std::ofstream{directory / "other"} << "mine";
  fs::create_symlink(directory / "other", directory / "key.new");
  REQUIRE(write_file(directory.path(), "key", Bytes{9}));
  CHECK(read_file(directory / "other", 10).value() == to_bytes("mine"));
}

TEST_CASE("what cannot be written leaves the old file as it was") {
  const tests::TemporaryDirectory directory;
  REQUIRE(write_file(directory.path(), "key", Bytes{1}));
  fs::create_directory(directory / "key.new");
  std::ofstream{directory / "key.new/x"} << "x";
  CHECK_FALSE(write_file(directory.path(), "key", Bytes{2}));
  CHECK(read_file(directory / "key", 10).value() == Bytes{1});
  CHECK_FALSE(write_file(directory / "nowhere", "key", Bytes{2}));
}

TEST_CASE("only a regular file of the right size is read") {
  const tests::TemporaryDirectory directory;
  REQUIRE(write_file(directory.path(), "key", Bytes(10)));
  CHECK(read_file(directory / "key", 10).value().size() == 10);
  CHECK(read_file(directory / "key", 9).error().code == Errc::malformed);
  CHECK(read_file(directory.path(), 10'000'000).error().code == Errc::malformed);
  CHECK(read_file(directory / "none", 10).error().code == Errc::not_found);
  fs::create_symlink(directory / "key", directory / "link");
  CHECK_FALSE(read_file(directory / "link", 10));
}

TEST_CASE("a reserve takes its room and gives it back") {
  const tests::TemporaryDirectory directory;
  constexpr std::size_t size = 512 * 1024;
  REQUIRE(reserve_file(directory.path(), "reserve", size));

  struct stat status{};

  REQUIRE(::stat((directory / "reserve").c_str(), &status) == 0);
  CHECK(status.st_size == size);
  CHECK(status.st_blocks * 512 >= static_cast<off_t>(size));
  release_reserve(directory / "reserve");
  REQUIRE(::stat((directory / "reserve").c_str(), &status) == 0);
  CHECK(status.st_blocks == 0);
  CHECK(reserve_file(directory / "nowhere", "reserve", size).error().code == Errc::limit_exceeded);
}

TEST_CASE("a directory that is not there cannot be synced and has no room") {
  const tests::TemporaryDirectory directory;
  CHECK(sync_directory(directory.path()));
  CHECK(free_bytes(directory.path()) > 0);
  CHECK(sync_directory(directory / "nowhere").error().code == Errc::storage);
  CHECK(free_bytes(directory / "nowhere") == 0);
}

}  // namespace tocsin::store
