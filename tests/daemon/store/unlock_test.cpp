#include "daemon/store/unlock.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/resource.h>
#include <unistd.h>

#include "core/crypto/init.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {
namespace {

const KdfParameters kdf{{1, 2, 3}, 64 * 1024, 2};

struct Profile {
  Profile() {
    REQUIRE(crypto::init());
    REQUIRE(ProfileStore::create(directory.path(), unlock_key, kdf, random));
  }

  std::string key_file() const {
    std::ifstream in{directory / "key", std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream{directory / name, std::ios::binary} << bytes;
  }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{1};
  Bytes unlock_key = Bytes(32, 5);
};

}  // namespace

TEST_CASE("wherever a change of passphrase is cut off, one of the two opens the profile") {
  Profile profile;
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
  Profile profile;
  const auto ending = tests::run_in_child([&] {
    // No file grows any more: a disk without room for the 256 bytes.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const auto changed = change_unlock_key(
        profile.directory.path(), {profile.unlock_key, Bytes(32, 6)}, kdf, profile.random);
    ::_exit(!changed && changed.error().code == Errc::storage ? 0 : 1);
  });
  CHECK(ending.is_well());
  CHECK(is_unlock_key(profile.directory.path(), profile.unlock_key));
  CHECK_FALSE(std::filesystem::exists(profile.directory / "key.new"));
}

TEST_CASE("the cost is told to everybody, the key to its passphrase alone") {
  const Profile profile;
  CHECK(read_kdf(profile.directory.path()).value() == kdf);
  CHECK(is_unlock_key(profile.directory.path(), profile.unlock_key));
  CHECK_FALSE(is_unlock_key(profile.directory.path(), Bytes(32, 6)));
  CHECK(open_key(profile.directory.path(), Bytes(32, 6)).error().code == Errc::unauthenticated);
}

}  // namespace tocsin::store
