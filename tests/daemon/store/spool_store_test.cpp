#include "daemon/store/spool_store.h"

#include <filesystem>

#include "core/model/limits/spool.h"
#include "tests/daemon/store/spooled.h"
#include "tests/support/failing_sync.h"

namespace tocsin::store {
namespace {

struct SpoolAtWork : SpoolKeys {
  std::string path() const { return directory / "spool"; }

  std::uint64_t count() const { return count_spooled(directory.path()).value(); }

  std::vector<Write> kept(std::uint8_t bucket = 0, bool is_call = false) {
    Envelope one = envelope(bucket);
    std::optional<Stamp> stamp;
    if (is_call) stamp = tests::make_stamp(CoalitionId::zero(), one.id());
    return {KeepEnvelope{std::move(one), stamp}};
  }

  SpoolStore store{SpoolFile::open_to_append(directory.path(), key).value(), random};
};

}  // namespace

TEST_CASE("a sealed store takes envelopes alone, counts them, and gives nothing back") {
  SpoolAtWork it;
  const Envelope envelope = it.envelope();
  REQUIRE(it.store.stage({KeepEnvelope{envelope, std::nullopt},
                          Keep{Table::mesh_list, Bytes{1}, Bytes{2}},
                          Forget{Table::mesh_list, Bytes{1}},
                          ForgetEnvelope{envelope.id()}}));
  REQUIRE(it.store.stage(it.kept(0, true)));
  CHECK(it.store.waiting() == 0);
  REQUIRE(it.store.commit());
  CHECK(it.store.waiting() == 2);
  CHECK(it.store.urgent() == 1);
  CHECK(it.count() == 2);
  CHECK_FALSE(it.store.envelope(envelope.id()));
  CHECK_FALSE(it.store.value(Table::mesh_list, Bytes{1}));
  CHECK(it.store.rows(Table::mesh_list, {}, 9, Archive::Order::ascending).empty());
}

TEST_CASE("what waited before is counted with what comes") {
  SpoolAtWork it;
  REQUIRE(it.store.stage(it.kept()));
  REQUIRE(it.store.commit());
  SpoolStore again{SpoolFile::open_to_append(it.directory.path(), it.key).value(), it.random};
  REQUIRE(again.stage(it.kept()));
  REQUIRE(again.commit());
  CHECK(again.waiting() == 2);
}

TEST_CASE("a batch without an envelope touches no disk") {
  SpoolAtWork it;
  const tests::FailingSync failing{it.path()};
  REQUIRE(it.store.stage({Keep{Table::peers, Bytes{1}, Bytes{2}}}));
  CHECK(it.store.commit());
}

TEST_CASE("a batch that the disk did not take is an error, and so is every later one") {
  SpoolAtWork it;
  REQUIRE(it.store.stage(it.kept()));
  {
    const tests::FailingSync failing{it.path()};
    CHECK(it.store.commit().error().code == Errc::storage);
  }
  CHECK(it.store.waiting() == 0);
  CHECK_FALSE(it.store.stage(it.kept()));
  CHECK_FALSE(it.store.commit());
  CHECK(it.count() == 0);
}

TEST_CASE("a full spool takes no batch more, and its file never grows beyond the bound") {
  SpoolAtWork it;
  const std::uint64_t room = it.store.room();
  CHECK(room <= limits::spool_file_bytes_max);
  REQUIRE(it.store.stage(it.kept(7)));
  CHECK(it.store.room() < room - 64 * 1024);
  while (it.store.room() > 0) REQUIRE(it.store.stage(it.kept(7)));
  CHECK(it.store.commit().error().code == Errc::limit_exceeded);
  CHECK(it.count() == 0);
  CHECK(std::filesystem::file_size(it.path()) <= limits::spool_file_bytes_max);
}

}  // namespace tocsin::store
