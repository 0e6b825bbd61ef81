// Quotas and eviction of what is held, by a script of the input: envelopes of any route, size and
// expiry, time that passes and jumps, disks that fill, crashes. At every step the index is the
// store, and no route has more than its share.
#include <map>

#include "core/base/ensure.h"
#include "core/gossip/gossip.h"
#include "core/model/limits/gossip.h"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

const CoalitionId coalition{CoalitionId::Array{5}};

class Script {
 public:
  Script() { restart(); }

  void step(std::uint8_t what, std::uint8_t how) {
    switch (what % 8) {
      case 0:
      case 1:
      case 2:
        return import(how);
      case 3:
        return pass(Seconds{how} * 60);
      case 4:
        return pass(Seconds{how} * 3600);
      case 5:
        now_.wall += std::chrono::hours{how} - std::chrono::hours{128};
        return pass(Seconds{1});
      case 6:
        return gossip_->space_changed(std::uint64_t{how} * 1024 * 1024);
      default:
        store_.crash();
        return restart();
    }
  }

  void check() const {
    const auto rows = store_.snapshot().envelopes;
    std::map<Route, std::uint64_t> bytes;
    std::map<Route, std::uint64_t> count;
    std::size_t unexpired = 0;
    for (const StoredEnvelope& one : rows) {
      bytes[one.route] += std::uint64_t{512} << one.bucket;
      ++count[one.route];
      unexpired += one.expiry_hour > hour_of(now_.wall) ? 1 : 0;
    }
    for (const auto& [route, sum] : bytes) ENSURE(sum <= limits::route_bytes_max);
    for (const auto& [route, sum] : count) ENSURE(sum <= limits::route_envelopes_max);
    ENSURE(gossip_->held().size() == unexpired);
    ENSURE(gossip_->summary(now_).integer("envelopes") == static_cast<std::int64_t>(rows.size()));
  }

 private:
  void restart() {
    gossip_ =
        std::make_unique<gossip::Gossip>(random_, store_, gossip::Role::relay, store_.snapshot());
    gossip_->set_coalition(coalition);
    pass(Seconds{0});
  }

  void import(std::uint8_t how) {
    EnvelopeOptions options{
        coalition, static_cast<std::uint8_t>(how % 3), 0, hour_of(now_.wall), how % 7 != 0};
    options.bucket = static_cast<std::uint8_t>(how % 8);
    options.expiry_hour += static_cast<std::uint32_t>(how) * 3;
    Outbox outbox;
    static_cast<void>(gossip_->import(make_envelope(options, random_), now_, outbox));
    commit(outbox);
  }

  void pass(Seconds time) {
    now_.instant += time;
    now_.wall += time;
    for (int wakes = 0; gossip_->next_wakeup().value_or(Instant::max()) <= now_.instant; ++wakes) {
      ENSURE(wakes < 1000);
      Outbox outbox;
      static_cast<void>(gossip_->wake(now_, outbox));
      commit(outbox);
    }
    // Digests and lists follow the clock with the next call, whatever it is.
    Outbox outbox;
    static_cast<void>(gossip_->wake(now_, outbox));
    commit(outbox);
  }

  void commit(Outbox& outbox) {
    ENSURE(store_.stage(outbox.take().writes).has_value());
    ENSURE(store_.commit().has_value());
  }

  SeededRandom random_{1};
  MemoryStore store_;
  Now now_{Instant{Seconds{10}}, wall_from_ms(1'810'000'000'000)};
  std::unique_ptr<gossip::Gossip> gossip_;
};

}  // namespace
}  // namespace tocsin::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t steps_max = 60;
  tocsin::tests::Script script;
  for (std::size_t at = 0; at + 1 < size && at / 2 < steps_max; at += 2) {
    script.step(data[at], data[at + 1]);
    script.check();
  }
  return 0;
}
