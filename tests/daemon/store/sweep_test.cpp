#include "daemon/store/sweep.h"

#include <filesystem>
#include <memory>
#include <tuple>
#include <vector>

#include <dlfcn.h>

#include "core/seam/outbox.h"
#include "daemon/store/files.h"
#include "daemon/store/profile_store.h"
#include "daemon/store/unlock.h"
#include "tests/daemon/store/new_profile.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::store {
namespace {

constexpr std::uint32_t some_day = 20'780;

struct SweptProfile : NewProfile {
  SweptProfile() : NewProfile{"store"} {}

  std::unique_ptr<ProfileStore> open(const std::string& name = "store") const {
    auto opened = ProfileStore::open(directory / name, unlock_key);
    REQUIRE(opened);
    return *std::move(opened);
  }
};

// All pages as who has the key reads them, with what no query shows. SQLCipher brings libcrypto
// with it; a page ends with 48 bytes of which the first 16 are its nonce, and the first begins with
// salt.
std::string pages(const SweptProfile& profile, const std::string& name) {
  void* const library = ::dlopen("libcrypto.so.3", RTLD_NOW);
  REQUIRE(library != nullptr);
  const auto named = [&]<class F>(F*& function, const char* symbol) {
    function = reinterpret_cast<F*>(::dlsym(library, symbol));
    REQUIRE(function != nullptr);
  };
  void* (*create)() = nullptr;
  void (*destroy)(void*) = nullptr;
  const void* (*cbc)() = nullptr;
  int (*begin)(void*, const void*, void*, const std::uint8_t*, const std::uint8_t*) = nullptr;
  int (*no_padding)(void*, int) = nullptr;
  int (*update)(void*, std::uint8_t*, int*, const std::uint8_t*, int) = nullptr;
  named(create, "EVP_CIPHER_CTX_new");
  named(destroy, "EVP_CIPHER_CTX_free");
  named(cbc, "EVP_aes_256_cbc");
  named(begin, "EVP_DecryptInit_ex");
  named(no_padding, "EVP_CIPHER_CTX_set_padding");
  named(update, "EVP_DecryptUpdate");
  const StoreKey key = open_key(profile.directory / name, profile.unlock_key).value();
  const Bytes sealed = to_bytes(profile.file(name + "/store.db"));
  std::string out;
  for (std::size_t at = 0; at + 4096 <= sealed.size(); at += 4096) {
    const std::size_t skipped = at == 0 ? 16 : 0;
    const std::uint8_t* const page = sealed.data() + at;
    std::string plain(4096 + 32, '\0');
    int written = 0;
    void* const cipher = create();
    begin(cipher, cbc(), nullptr, key.reveal().data(), page + 4096 - 48);
    no_padding(cipher, 0);
    update(cipher,
           reinterpret_cast<std::uint8_t*>(plain.data()),
           &written,
           page + skipped,
           static_cast<int>(4096 - 48 - skipped));
    destroy(cipher);
    out += plain.substr(0, static_cast<std::size_t>(written));
  }
  return out;
}

std::size_t count_in(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

std::vector<std::tuple<Table, Bytes, Bytes>> flat(const Snapshot& snapshot) {
  std::vector<std::tuple<Table, Bytes, Bytes>> out;
  for (const auto& [table, rows] : snapshot.rows)
    for (const StoredRow& row : rows) out.emplace_back(table, row.key, row.value);
  return out;
}

// Rows come and go among others that stay, in an order that makes pages split and merge; of an open
// table, so that slots do not hide what is left.
void live_a_year(const SweptProfile& profile) {
  tests::SeededRandom random{7};
  auto store = profile.open();
  const auto commit = [&](Outbox& outbox) {
    REQUIRE(store->stage(outbox.take().writes));
    REQUIRE(store->commit());
  };
  for (int round = 0; round < 100; ++round) {
    Outbox outbox;
    for (int i = 0; i < 100; ++i) {
      const bool stays = random.below(2) == 0;
      const std::string text =
          (stays ? "STAY-" : "GONE-") + std::string(20 + random.below(150), 'x');
      outbox.keep(Table::sightings, Writer{}.u64(random.below(4000)).take(), to_bytes(text));
    }
    commit(outbox);
  }
  Outbox outbox;
  for (const StoredRow& row : store->rows(Table::sightings, {}, 10'000))
    if (to_text(row.value).starts_with("GONE-")) outbox.forget(Table::sightings, row.key);
  outbox.keep(Table::statements, to_bytes("id"), to_bytes("HERE-STILL"));
  outbox.keep(Table::epochs, to_bytes("e"), to_bytes("a secret"));
  commit(outbox);
}

}  // namespace

TEST_CASE("purge leaves nothing") {
  const SweptProfile profile;
  live_a_year(profile);
  const std::string before = pages(profile, "store");
  CHECK(count_in(before, "HERE-STILL") == 1);
  CHECK(count_in(before, "GONE-") > 0);  // else this test could not fail
  REQUIRE(sweep(profile.directory / "store", profile.unlock_key, some_day));
  const std::string after = pages(profile, "store");
  CHECK(count_in(after, "HERE-STILL") == 1);
  CHECK(count_in(after, "GONE-") == 0);
  CHECK(std::filesystem::file_size(profile.directory / "store/store.db") ==
        stored_bytes(profile.directory / "store"));
  auto store = profile.open();
  CHECK(store->value(Table::statements, as_bytes("id")) == to_bytes("HERE-STILL"));
  CHECK(store->value(Table::epochs, as_bytes("e")) == to_bytes("a secret"));
}

TEST_CASE("a sweep is due once a week, and after a clock that ran ahead") {
  const SweptProfile profile;
  const std::string store = profile.directory / "store";
  const auto is_swept_on = [&](std::uint32_t day) {
    return sweep_if_due(store, profile.unlock_key, day).value();
  };
  CHECK(is_swept_on(some_day));
  live_a_year(profile);
  CHECK_FALSE(is_swept_on(some_day));
  CHECK_FALSE(is_swept_on(some_day + 6));
  CHECK(count_in(pages(profile, "store"), "GONE-") > 0);
  CHECK(is_swept_on(some_day + 7));
  CHECK(count_in(pages(profile, "store"), "GONE-") == 0);
  CHECK_FALSE(is_swept_on(some_day + 7));
  CHECK(is_swept_on(some_day + 6));
  REQUIRE(sweep(store, profile.unlock_key, some_day + 10));
  CHECK_FALSE(is_swept_on(some_day + 16));
}

TEST_CASE("a store that was written anew holds the same under another key") {
  SweptProfile profile;
  live_a_year(profile);
  const auto before = profile.open()->snapshot();
  std::filesystem::create_directory(profile.directory / "new");
  REQUIRE(rewrite(profile.directory / "store",
                  profile.directory / "new",
                  profile.unlock_key,
                  profile.random,
                  some_day));
  const std::string after = pages(profile, "new");
  CHECK(count_in(after, "HERE-STILL") == 1);
  CHECK(count_in(after, "GONE-") == 0);
  const auto old_key = open_key(profile.directory / "store", profile.unlock_key);
  const auto new_key = open_key(profile.directory / "new", profile.unlock_key);
  CHECK_FALSE(same_bytes(old_key->reveal(), new_key->reveal()));
  CHECK(read_kdf(profile.directory / "new").value() == cheap_kdf);
  // A copy of the old key file does not open the new store.
  const Bytes old_file = read_file(profile.directory / "store/key", 256).value();
  const Bytes new_file = read_file(profile.directory / "new/key", 256).value();
  REQUIRE(write_file(profile.directory / "new", "key", old_file));
  CHECK_FALSE(ProfileStore::open(profile.directory / "new", profile.unlock_key));
  REQUIRE(write_file(profile.directory / "new", "key", new_file));
  const auto there = profile.open("new")->snapshot();
  CHECK(flat(there) == flat(before));
  CHECK(there.of(Table::epochs).size() == 1);
}

TEST_CASE("neither is done without the right key, and a destroyed key opens nothing") {
  SweptProfile profile;
  const Bytes wrong(32, 6);
  std::filesystem::create_directory(profile.directory / "new");
  CHECK(sweep(profile.directory / "store", wrong, some_day).error().code == Errc::unauthenticated);
  CHECK(rewrite(
            profile.directory / "store", profile.directory / "new", wrong, profile.random, some_day)
            .error()
            .code == Errc::unauthenticated);
  destroy_key(profile.directory / "store");
  CHECK(profile.file("store/key") == std::string(256, '\0'));
  CHECK_FALSE(is_unlock_key(profile.directory / "store", profile.unlock_key));
}

}  // namespace tocsin::store
