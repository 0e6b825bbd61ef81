#include "cli/shared_file.h"

#include <csignal>
#include <string>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/model/file_chunk.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a file is read whole, and of its path the last component is told") {
  Folder folder;
  const auto file = read_shared_file(folder.write("minutes of May.txt", "one\ntwo"));
  REQUIRE(file);
  CHECK(file->name == "minutes of May.txt");
  CHECK(to_text(file->content) == "one\ntwo");
}

TEST_CASE("what is no ordinary file of its own is not sent") {
  Folder folder;
  const auto code = [](const std::string& path) {
    const auto file = read_shared_file(path);
    return file ? "" : file.error().code;
  };
  const std::string real = folder.write("real", "x");
  const std::string link = folder.path("link");
  REQUIRE(::symlink(real.c_str(), link.c_str()) == 0);
  CHECK(code(link) == "E_FILE");
  CHECK(read_shared_file(link).error().reason.find("a link") != std::string::npos);
  const std::string pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(code(pipe) == "E_FILE");
  CHECK(code("/dev/zero") == "E_FILE");
  CHECK(code("/") == "E_FILE");
  CHECK(code(folder.path("none")) == "E_FILE");
  CHECK(code(folder.write("empty", "")) == "E_EMPTY");
  CHECK(code(folder.write("a\nb", "x")) == "E_NAME");
  CHECK(code(folder.write(std::string(121, 'a'), "x")) == "E_NAME");
  CHECK(code(real).empty());
}

TEST_CASE("a file of 25 MiB is sent, and none that has a byte more") {
  Folder folder;
  const std::string path = folder.write("large", "x");
  REQUIRE(::truncate(path.c_str(), file_bytes_max) == 0);
  const auto file = read_shared_file(path);
  REQUIRE(file);
  CHECK(file->content.size() == file_bytes_max);
  REQUIRE(::truncate(path.c_str(), file_bytes_max + 1) == 0);
  CHECK(read_shared_file(path).error().code == "E_SIZE");
}

TEST_CASE("a file whose bytes are not as many as it said has changed") {
  // The kernel says 0 or 4,096 of these and gives something else.
  const auto file = read_shared_file("/sys/kernel/mm/transparent_hugepage/enabled");
  REQUIRE_FALSE(file);
  CHECK(file.error().code == "E_FILE");
}

TEST_CASE("what is saved is new, whole and for its owner alone") {
  Folder folder;
  const std::string path = folder.path("saved");
  REQUIRE(save_new_file(path, Bytes{1, 2, 3}));
  CHECK(Folder::read(path) == "\x01\x02\x03");
  struct stat about{};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(save_new_file(path, Bytes{4}).error().code == "E_FILE");
  CHECK(Folder::read(path) == "\x01\x02\x03");
  const std::string link = folder.path("dangling");
  const std::string target = folder.path("target");
  REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
  CHECK_FALSE(save_new_file(link, Bytes{4}));
  CHECK(::access(target.c_str(), F_OK) != 0);
  CHECK_FALSE(save_new_file("/nowhere/at/all", Bytes{4}));
}

TEST_CASE("what cannot be written to its end leaves nothing behind") {
  Folder folder;
  const std::string path = folder.path("saved");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{2, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto saved = save_new_file(path, Bytes{1, 2, 3});
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK_FALSE(saved);
  CHECK(::access(path.c_str(), F_OK) != 0);
}

}  // namespace tocsin::cli
