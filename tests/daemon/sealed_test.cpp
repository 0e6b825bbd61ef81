// The sealed node at work over a spool (sealed.cpp). What comes is fed to it as a spool feeds an
// open node: it takes the same way as what a link brings.
#include "daemon/sealed.h"

#include "core/model/limits/spool.h"
#include "daemon/store/spool_file.h"
#include "tests/support/catch.hpp"
#include "tests/support/envelopes.h"
#include "tests/support/failing_sync.h"
#include "tests/support/node_net.h"
#include "tests/support/temporary_directory.h"
#include "transport/driver/clocks.h"

namespace tocsin::daemon {
namespace {

struct Unheard final : driver::Performer {
  void perform(Release) override {}

  void pause_reading(bool) override {}

  void pause_reading(LinkId, bool) override {}

  void fail_stop(const Error&) override {}
};

struct SealedProfile {
  SealedProfile() {
    tests::NodeNet net;
    const tests::Founders founders = tests::found(net);
    const tests::SeatIndex who = founders.delegates.front();
    left = std::move(net.seat(who).node->sealed().value());
    coalition = *CoalitionId::from(
        tests::row_of(net.must(who, "status"), "coalition")->bytes("coalition").value());
  }

  Envelope envelope(std::uint8_t bucket) {
    tests::EnvelopeOptions options;
    options.coalition = coalition;
    options.bucket = bucket;
    options.expiry_hour = hour_of(driver::Clocks{}.now().wall) + 48;
    return tests::make_envelope(options, random);
  }

  // As if so much had come before.
  void fill(std::uint64_t bytes) {
    auto file = std::move(store::SpoolFile::open_to_append(directory.path(), key).value());
    const Bytes entry = store::spool_entry(random, key, envelope(7), std::nullopt).value();
    Bytes all;
    while (all.size() < bytes) all.insert(all.end(), entry.begin(), entry.end());
    REQUIRE(file.append(all));
  }

  std::unique_ptr<Sealed> seal() {
    auto file = std::move(store::SpoolFile::open_to_append(directory.path(), key).value());
    return std::make_unique<Sealed>(loop,
                                    std::make_unique<store::SpoolStore>(std::move(file), random),
                                    left,
                                    directory.path(),
                                    random,
                                    Sealed::Ports{performer, [this] { has_failed = true; }});
  }

  // What it counts once `bucket` sized bytes came, and all that came with them was handled.
  std::uint64_t waiting_after(Sealed& sealed, std::uint8_t bucket) {
    sealed.feed(EnvelopeSpooled{envelope(bucket), std::nullopt});
    bool is_over = false;
    uv::Turn after{loop, [&] { is_over = true; }};
    after.request();
    loop.run_until([&] { return is_over; });
    return sealed.waiting().envelopes;
  }

  std::uint64_t count() const { return store::count_spooled(directory.path()).value(); }

  tests::TemporaryDirectory directory;
  tests::SeededRandom random{11};
  crypto::AgreePublicKey key = crypto::agree_public_key(crypto::make_agree_key(random).reveal());
  uv::Loop loop;
  Unheard performer;
  Snapshot left;
  CoalitionId coalition = CoalitionId::zero();
  bool has_failed = false;
};

}  // namespace

TEST_CASE("what a sealed node takes in is in the spool, and counted, across a new seal too") {
  SealedProfile it;
  {
    const auto sealed = it.seal();
    CHECK(it.waiting_after(*sealed, 1) == 1);
    CHECK(it.waiting_after(*sealed, 7) == 2);
  }
  CHECK(it.count() == 2);
  CHECK(it.seal()->waiting().envelopes == 2);
}

TEST_CASE("what another coalition sealed, or is expired, is not taken in") {
  SealedProfile it;
  const auto sealed = it.seal();
  it.coalition = CoalitionId::zero();
  CHECK(it.waiting_after(*sealed, 1) == 0);
  CHECK_FALSE(it.has_failed);
}

TEST_CASE("a disk that does not take what came ends the sealed node and nothing else") {
  SealedProfile it;
  const auto sealed = it.seal();
  REQUIRE(it.waiting_after(*sealed, 1) == 1);
  {
    const tests::FailingSync failing{it.directory / "spool"};
    sealed->feed(EnvelopeSpooled{it.envelope(1), std::nullopt});
    it.loop.run_until([&] { return it.has_failed; });
  }
  CHECK(sealed->waiting().envelopes == 1);
  CHECK(it.waiting_after(*sealed, 1) == 1);  // it takes nothing more
  CHECK(it.count() == 1);
}

TEST_CASE("a spool that fills refuses bulk first, then what is normal") {
  SealedProfile it;
  const bool is_nearly_full = GENERATE(false, true);
  it.fill(is_nearly_full ? limits::spool_bytes_max + 1
                         : limits::spool_file_bytes_max - limits::bulk_floor_bytes + 1);
  const auto sealed = it.seal();
  const std::uint64_t before = sealed->waiting().envelopes;
  CHECK(it.waiting_after(*sealed, limits::bulk_bucket_min) == before);
  CHECK(it.waiting_after(*sealed, 1) == before + (is_nearly_full ? 0 : 1));
  CHECK_FALSE(it.has_failed);
}

}  // namespace tocsin::daemon
