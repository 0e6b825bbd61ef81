#include "daemon/private_files.h"

#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

void make_directory(const std::string& path, unsigned mode) {
  REQUIRE(::mkdir(path.c_str(), 0700) == 0);
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

void make_file(const std::string& path, unsigned mode) {
  const Descriptor file{::open(path.c_str(), O_CREAT | O_WRONLY, 0600)};
  REQUIRE(::write(file.number(), "planted", 7) == 7);
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

TEST_CASE("missing directories are made, for their owner alone") {
  const tests::TemporaryDirectory base;
  REQUIRE(open_private_directory(base / "share/tocsin/ana", 2));
  for (const char* made : {"share", "share/tocsin", "share/tocsin/ana"}) {
    struct stat status{};
    REQUIRE(::stat((base / made).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700U);
  }
  CHECK(open_private_directory(base / "share/tocsin/ana", 2));
}

// V-21: what others may have planted on the way to a profile, twelve ways.
TEST_CASE("a planted path is refused and named", "[V-21]") {
  const tests::TemporaryDirectory base;
  std::string path = base / "share/tocsin/ana";
  std::string named = base / "share";
  SECTION("a parent that others may write") {
    make_directory(base / "share", 0777);
  }
  SECTION("a parent that a group may write") {
    make_directory(base / "share", 0770);
  }
  SECTION("a parent that is a link") {
    REQUIRE(::symlink("/tmp", named.c_str()) == 0);
    // Root's own links are the machine's.
    if (::geteuid() == 0) REQUIRE(::lchown(named.c_str(), 65534, 65534) == 0);
  }
  SECTION("a parent that is a file") {
    make_file(named, 0600);
  }
  SECTION("our directory is a link to a private one") {
    make_directory(base / "share", 0700);
    make_directory(base / "real", 0700);
    named = base / "share/tocsin";
    REQUIRE(::symlink((base / "real").c_str(), named.c_str()) == 0);
  }
  SECTION("our directory may be entered by others") {
    make_directory(base / "share", 0700);
    make_directory(base / "share/tocsin", 0755);
    named = base / "share/tocsin";
  }
  SECTION("the profile may be entered by others") {
    make_directory(base / "share", 0700);
    make_directory(base / "share/tocsin", 0700);
    make_directory(base / "share/tocsin/ana", 0711);
    named = path;
  }
  SECTION("the profile is a file") {
    make_directory(base / "share", 0700);
    make_directory(base / "share/tocsin", 0700);
    make_file(path, 0600);
    named = path;
  }
  SECTION("the profile is a link that leads nowhere") {
    make_directory(base / "share", 0700);
    make_directory(base / "share/tocsin", 0700);
    REQUIRE(::symlink("nowhere", path.c_str()) == 0);
    named = path;
  }
  SECTION("the profile belongs to somebody else") {
    if (::geteuid() != 0) return;  // only root can plant this
    make_directory(base / "share", 0700);
    make_directory(base / "share/tocsin", 0700);
    make_directory(path, 0700);
    REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
    named = path;
  }
  SECTION("a relative path") {
    named = path = "share/tocsin/ana";
  }
  SECTION("a path that climbs") {
    named = path = base / "share/../share/tocsin/ana";
  }
  const auto opened = open_private_directory(path, 2);
  REQUIRE(!opened);
  CHECK(opened.error().exit == Exit::permission);
  CHECK(opened.error().code == "E_PATH");
  INFO(opened.error().reason);
  CHECK(opened.error().reason.starts_with(named + ": "));
}

struct Opened {
  tests::TemporaryDirectory base;
  Descriptor directory = std::move(open_private_directory(base / "own", 1).value());
  std::string name = base / "own/cookie";

  Reply<std::optional<Bytes>> read(Readers readers = Readers::owner) {
    return read_file(directory, "cookie", 64, readers);
  }
};

TEST_CASE("a file is written whole, for its owner alone, and read back") {
  Opened opened;
  REQUIRE(write_file(opened.directory, "cookie", Bytes(32, 5)));
  REQUIRE(write_file(opened.directory, "cookie", Bytes(31, 6)));
  struct stat status{};
  REQUIRE(::stat(opened.name.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(opened.read().value() == Bytes(31, 6));
  CHECK(::access((opened.name + ".new").c_str(), F_OK) != 0);
}

TEST_CASE("a file that is not there is not an error") {
  Opened opened;
  const auto read = opened.read();
  REQUIRE(read);
  CHECK(!*read);
}

TEST_CASE("a planted file is not read", "[V-21]") {
  Opened opened;
  SECTION("a link") {
    REQUIRE(::symlink("/etc/hostname", opened.name.c_str()) == 0);
  }
  SECTION("a pipe, without waiting for its writer") {
    REQUIRE(::mkfifo(opened.name.c_str(), 0600) == 0);
  }
  SECTION("a directory") {
    make_directory(opened.name, 0700);
  }
  SECTION("readable by others") {
    make_file(opened.name, 0644);
  }
  SECTION("with a second name") {
    make_file(opened.base / "own/other", 0600);
    REQUIRE(::link((opened.base / "own/other").c_str(), opened.name.c_str()) == 0);
  }
  SECTION("too large") {
    make_file(opened.name, 0600);
    REQUIRE(::truncate(opened.name.c_str(), 65) == 0);
  }
  const auto read = opened.read();
  REQUIRE(!read);
  CHECK(read.error().code == "E_PATH");
}

TEST_CASE("the largest file is read, and settings may be readable by all, writable by none") {
  Opened opened;
  make_file(opened.name, 0644);
  REQUIRE(::truncate(opened.name.c_str(), 64) == 0);
  CHECK(opened.read(Readers::anyone).value()->size() == 64);
  REQUIRE(::chmod(opened.name.c_str(), 0664) == 0);
  CHECK(!opened.read(Readers::anyone));
}

TEST_CASE("a link planted where a file is made is replaced, and what it leads to is untouched",
          "[V-21]") {
  Opened opened;
  const std::string victim = opened.base / "victim";
  make_file(victim, 0600);
  REQUIRE(::symlink(victim.c_str(), opened.name.c_str()) == 0);
  REQUIRE(::symlink(victim.c_str(), (opened.name + ".new").c_str()) == 0);
  REQUIRE(write_file(opened.directory, "cookie", Bytes(32, 5)));
  CHECK(opened.read().value() == Bytes(32, 5));
  CHECK(std::filesystem::file_size(victim) == 7);
}

}  // namespace
}  // namespace tocsin::daemon
