#include "daemon/store/spool_file.h"

#include <filesystem>

#include "core/model/limits/spool.h"
#include "tests/daemon/store/spooled.h"
#include "tests/support/failing_sync.h"
#include "tests/support/file_content.h"
#include "tests/support/in_child.h"

namespace tocsin::store {
namespace {

namespace fs = std::filesystem;

struct SpoolFolder : SpoolKeys {
  SpoolFile open() { return SpoolFile::open_to_append(directory.path(), key).value(); }

  std::uint64_t count() const { return count_spooled(directory.path()).value(); }

  std::string path() const { return directory / "spool"; }

  std::uint64_t size() const { return fs::file_size(path()); }
};

}  // namespace

TEST_CASE("what is appended to a spool is there when it is opened again, and goes on behind it") {
  SpoolFolder it;
  REQUIRE(it.open().append(it.entry()));
  SpoolFile again = it.open();
  CHECK(again.entries() == 1);
  REQUIRE(again.append(it.entry()));
  CHECK(it.count() == 2);
  auto reading = SpoolFile::open_to_read(it.directory.path()).value();
  REQUIRE(reading);
  CHECK(reading->next(1)->size() == 1);
  CHECK(reading->next(9)->size() == 1);
  CHECK(reading->next(9)->empty());
}

TEST_CASE("a spool of more than is read at once is read whole") {
  SpoolFolder it;
  SpoolFile spool = it.open();
  constexpr std::size_t large = 40;  // of 64 KiB
  for (std::size_t i = 0; i < large; ++i) REQUIRE(spool.append(it.entry(7)));
  REQUIRE(it.size() > 2 * limits::spool_read_bytes);
  CHECK(it.count() == large);
}

TEST_CASE("a torn tail is cut, wherever it is torn, and what follows is whole") {
  SpoolFolder it;
  REQUIRE(it.open().append(it.entry()));
  const std::uint64_t whole = it.size();
  REQUIRE(it.open().append(it.entry()));
  const std::uint64_t torn_at = GENERATE(1U, 4U, 11U, 12U, 13U, 200U, 560U);
  REQUIRE(whole + torn_at < it.size());
  fs::resize_file(it.path(), whole + torn_at);
  CHECK(it.count() == 1);
  SpoolFile spool = it.open();
  CHECK(it.size() == whole);
  REQUIRE(spool.append(it.entry()));
  CHECK(it.count() == 2);
}

TEST_CASE("a torn header is begun anew") {
  SpoolFolder it;
  static_cast<void>(it.open());
  fs::resize_file(it.path(), GENERATE(0U, 1U, 32U));
  CHECK(it.count() == 0);
  REQUIRE(it.open().append(it.entry()));
  CHECK(it.count() == 1);
}

TEST_CASE("a spool of another profile is not appended to: nobody here could open it") {
  SpoolFolder it;
  REQUIRE(it.open().append(it.entry()));
  const auto other = crypto::agree_public_key(crypto::make_agree_key(it.random).reveal());
  const SpoolFile spool = SpoolFile::open_to_append(it.directory.path(), other).value();
  CHECK(spool.entries() == 0);
  CHECK(spool.key() == other);
  CHECK(it.size() == spool_header_bytes);
}

TEST_CASE("a spool is a file of its owner's own, and no link is followed") {
  SpoolFolder it;
  static_cast<void>(it.open());
  CHECK((fs::status(it.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
        fs::perms::none);
  fs::remove(it.path());
  fs::create_symlink(it.directory / "elsewhere", it.path());
  CHECK_FALSE(SpoolFile::open_to_append(it.directory.path(), it.key));
  CHECK_FALSE(SpoolFile::open_to_read(it.directory.path()));
  CHECK_FALSE(clear_spool(it.directory.path()));
}

TEST_CASE("entries that the disk did not take are cut again, and the error says so") {
  SpoolFolder it;
  SpoolFile spool = it.open();
  REQUIRE(spool.append(it.entry()));
  const std::uint64_t before = it.size();
  {
    const tests::FailingSync failing{it.path()};
    CHECK(spool.append(it.entry()).error().code == Errc::storage);
  }
  CHECK(it.size() == before);
  CHECK(spool.bytes() == before);
  CHECK(it.count() == 1);
}

TEST_CASE("killed before the sync a spool holds whole entries, and goes on") {
  SpoolFolder it;
  REQUIRE(it.open().append(it.entry()));
  const tests::Ending ending = tests::run_in_child([&] {
    SpoolFile spool = it.open();
    const tests::FailingSync killing{it.path(), tests::FailingSync::How::kills};
    static_cast<void>(spool.append(it.entry()));
  });
  REQUIRE(WIFSIGNALED(ending.status));
  REQUIRE(WTERMSIG(ending.status) == SIGKILL);
  CHECK(it.count() >= 1);
  SpoolFile spool = it.open();
  const std::uint64_t left = spool.entries();
  REQUIRE(spool.append(it.entry()));
  CHECK(it.count() == left + 1);
}

TEST_CASE("a full disk takes an entry whole or not at all") {
  SpoolFolder it;
  const tests::Ending ending = tests::run_in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    SpoolFile spool = it.open();
    const rlimit some{1'500, 1'500};  // the third does not fit
    ::setrlimit(RLIMIT_FSIZE, &some);
    const bool is_right = spool.append(it.entry()) && spool.append(it.entry()) &&
                          !spool.append(it.entry()) && !spool.append(it.entry(3));
    ::_exit(is_right ? 0 : 1);
  });
  CHECK(ending.is_well());
  CHECK(it.count() == 2);
  SpoolFile spool = it.open();
  REQUIRE(spool.append(it.entry()));
  CHECK(it.count() == 3);
}

TEST_CASE("a spool that was cleared is gone, and clearing none is no error") {
  SpoolFolder it;
  CHECK(clear_spool(it.directory.path()));
  CHECK(it.count() == 0);
  REQUIRE(it.open().append(it.entry()));
  CHECK(clear_spool(it.directory.path()));
  CHECK_FALSE(fs::exists(it.path()));
  CHECK_FALSE(SpoolFile::open_to_read(it.directory.path()).value());
}

}  // namespace tocsin::store
