#include "cli/privacy_checks.h"

#include <map>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

constexpr std::uint32_t me = 1000;

// A laptop on which nothing leaks, as far as anybody sees.
struct Fake {
  std::map<std::string, std::string> texts{
      {"/proc/self/mounts", "/dev/mapper/root / ext4 rw 0 0\n/dev/mapper/home /home ext4 rw 0 0\n"},
      {"/sys/class/block/dm-2/dm/uuid", "LVM-abc\n"},
      {"/sys/class/block/dm-1/dm/uuid", "CRYPT-LUKS2-abc\n"}};
  std::map<std::string, PathFacts> paths{{"/home/ana/.local/share/tocsin/p", {0700, me}},
                                         {"/home/ana/.local/share/tocsin/p/store", {0700, me}},
                                         {"/home/ana/.local/share/tocsin/p/store/key", {0600, me}}};
  std::map<std::string, std::vector<std::string>> folders{
      {"/sys/class/block/dm-2/slaves", {"dm-1"}}, {"/sys/class/block/dm-1/slaves", {"sda3"}}};
  std::vector<std::string> programs{"bash", "xss-lock"};
  std::string data = "/home/ana/.local/share/tocsin/p";
  std::size_t other_users = 0;
  std::uint64_t lockable = 8 * 1024 * 1024;

  std::string verdict(std::string_view about) const {
    Laptop laptop;
    laptop.read = [this](const std::string& path) -> std::optional<std::string> {
      const auto found = texts.find(path);
      return found == texts.end() ? std::nullopt : std::optional{found->second};
    };
    laptop.facts = [this](const std::string& path) -> std::optional<PathFacts> {
      const auto found = paths.find(path);
      return found == paths.end() ? std::nullopt : std::optional{found->second};
    };
    laptop.names = [this](const std::string& folder) {
      const auto found = folders.find(folder);
      return found == folders.end() ? std::vector<std::string>{} : found->second;
    };
    laptop.resolved = [](const std::string& path) {
      return path == "/dev/mapper/home" ? std::string{"/dev/dm-2"} : path;
    };
    laptop.home = "/home/ana";
    laptop.data = data;
    laptop.user = me;
    laptop.lockable_bytes = lockable;
    laptop.programs = programs;
    laptop.histories = {"/home/ana/.bash_history"};
    laptop.other_users = other_users;
    for (const Row& row : privacy_checks(laptop)) {
      const std::string found = row.text("verdict").value_or("");
      // Whatever is not fine says what to do.
      CHECK((found == "green") == !row.has("todo"));
      if (row.text("about").value_or("") == about) return found;
    }
    return "not told";
  }
};

}  // namespace

TEST_CASE("on a laptop where nothing leaks, every line is green") {
  const Fake laptop;
  for (const char* about : {"file modes",
                            "where it lies",
                            "disk",
                            "shell history",
                            "locked memory",
                            "watchers",
                            "other users",
                            "screen lock"}) {
    INFO(about);
    CHECK(laptop.verdict(about) == "green");
  }
}

TEST_CASE("a file of the profile that others may open is red, and so is one of somebody else") {
  Fake laptop;
  laptop.paths["/home/ana/.local/share/tocsin/p/store/key"].mode = 0640;
  CHECK(laptop.verdict("file modes") == "red");
  laptop = Fake{};
  laptop.paths["/home/ana/.local/share/tocsin/p/store"].user = 0;
  CHECK(laptop.verdict("file modes") == "red");
  laptop = Fake{};
  laptop.paths["/home/ana/.local/share/tocsin/p/config.toml"] = {0644, me};
  CHECK(laptop.verdict("file modes") == "green");
  laptop.paths.clear();
  CHECK(laptop.verdict("file modes") == "yellow");
}

TEST_CASE("a profile on a network mount or in a folder that is copied away is red") {
  Fake laptop;
  laptop.texts["/proc/self/mounts"] += "box:/home /home/ana nfs4 rw 0 0\n";
  CHECK(laptop.verdict("where it lies") == "red");
  laptop = Fake{};
  laptop.texts["/proc/self/mounts"] += "box:/x /home/an nfs4 rw 0 0\n";  // no folder above it
  CHECK(laptop.verdict("where it lies") == "green");
  laptop = Fake{};
  laptop.paths["/home/ana/.local/share/.stfolder"] = {0700, me};
  CHECK(laptop.verdict("where it lies") == "red");
  laptop = Fake{};
  laptop.data = "/home/ana/Dropbox/tocsin/p";
  CHECK(laptop.verdict("where it lies") == "red");
}

TEST_CASE("a home is encrypted if its device, or what that is made of, says so") {
  Fake laptop;
  laptop.texts.erase("/sys/class/block/dm-1/dm/uuid");
  CHECK(laptop.verdict("disk") == "yellow");
  laptop.texts["/proc/self/mounts"] += "x /home/ana fuse.gocryptfs rw 0 0\n";
  CHECK(laptop.verdict("disk") == "green");
}

TEST_CASE("a shell that remembers commands is yellow, one that remembers a text is red") {
  Fake laptop;
  laptop.texts["/home/ana/.bash_history"] = "ls\ntocsin status\n";
  CHECK(laptop.verdict("shell history") == "yellow");
  laptop.texts["/home/ana/.bash_history"] += "echo maple orbit | tocsin unlock\n";
  CHECK(laptop.verdict("shell history") == "red");
  laptop.texts["/home/ana/.bash_history"] = "echo hello\n";
  CHECK(laptop.verdict("shell history") == "green");
}

TEST_CASE("memory that cannot be locked is red, watchers, others and no screen lock are yellow") {
  Fake laptop;
  laptop.lockable = 64 * 1024;
  laptop.programs = {"osqueryd"};
  laptop.other_users = 1;
  CHECK(laptop.verdict("locked memory") == "red");
  CHECK(laptop.verdict("watchers") == "yellow");
  CHECK(laptop.verdict("other users") == "yellow");
  CHECK(laptop.verdict("screen lock") == "yellow");
}

}  // namespace tocsin::cli
