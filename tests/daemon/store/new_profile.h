// The files of a profile that was just made, and who may read them.
#pragma once

#include <filesystem>
#include <string>

#include "core/crypto/init.h"
#include "daemon/store/profile_store.h"
#include "tests/support/catch.hpp"
#include "tests/support/file_content.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {

// Of a rehearsal: no test waits for it.
inline const KdfParameters cheap_kdf{{1, 2, 3}, 64 * 1024, 2};

struct NewProfile {
  // In the directory itself, or in a folder of it.
  explicit NewProfile(const std::string& folder = "") {
    REQUIRE(crypto::init());
    const std::string path = folder.empty() ? directory.path() : directory / folder;
    std::filesystem::create_directory(path);
    REQUIRE(ProfileStore::create(path, unlock_key, cheap_kdf, random));
  }

  std::string file(const std::string& name) const { return tests::file_content(directory / name); }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{1};
  Bytes unlock_key = Bytes(32, 5);
};

}  // namespace tocsin::store
