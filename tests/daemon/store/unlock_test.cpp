#include "daemon/store/unlock.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "tests/daemon/store/new_profile.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::store {
namespace {

struct LockedProfile : NewProfile {
  std::string key_file() const { return file("key"); }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream{directory / name, std::ios::binary} << bytes;
  }
};

}  // namespace

TEST_CASE("wherever a change of passphrase is cut off, one of the two opens the profile") {
  LockedProfile profile;
  const std::string before = profile.key_file();
  const Bytes other(32, 6);
  const KdfParameters next{{4, 5, 6}, 64 * 1024, 2};
  const auto opens = [&](const Bytes& key) {
    return ProfileStore::open(profile.directory.path(), key).has_value();
  };
  const auto change = [&](const Bytes& from, const Bytes& to) {
    return change_unlock_key(profile.directory.path(), {from, to}, next, profile.random);
  };
  REQUIRE(change(profile.unlock_key, other));
  const std::string after = profile.key_file();
  CHECK(opens(other));
  CHECK_FALSE(opens(profile.unlock_key));
  // What the disk holds at each step: the old file with some of the new one beside it, or the new.
  for (const std::size_t written : {0U, 1U, 97U, 255U, 256U}) {
    INFO(written);
    profile.write("key", before);
    profile.write("key.new", after.substr(0, written));
    CHECK_FALSE(opens(other));
    CHECK(opens(profile.unlock_key));
    CHECK_FALSE(std::filesystem::exists(profile.directory / "key.new"));
    REQUIRE(change(profile.unlock_key, other));
    CHECK(opens(other));
  }
}

TEST_CASE("a key file that cannot be written leaves the old passphrase good") {
  LockedProfile profile;
  const auto ending = tests::run_in_child([&] {
    // No file grows any more: a disk without room for the 256 bytes.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const auto changed = change_unlock_key(
        profile.directory.path(), {profile.unlock_key, Bytes(32, 6)}, cheap_kdf, profile.random);
    ::_exit(!changed && changed.error().code == Errc::storage ? 0 : 1);
  });
  CHECK(ending.is_well());
  CHECK(is_unlock_key(profile.directory.path(), profile.unlock_key));
  CHECK_FALSE(std::filesystem::exists(profile.directory / "key.new"));
}

TEST_CASE("the cost is told to everybody, the key to its passphrase alone") {
  const LockedProfile profile;
  CHECK(read_kdf(profile.directory.path()).value() == cheap_kdf);
  CHECK(is_unlock_key(profile.directory.path(), profile.unlock_key));
  CHECK_FALSE(is_unlock_key(profile.directory.path(), Bytes(32, 6)));
  CHECK(open_key(profile.directory.path(), Bytes(32, 6)).error().code == Errc::unauthenticated);
}

}  // namespace tocsin::store
