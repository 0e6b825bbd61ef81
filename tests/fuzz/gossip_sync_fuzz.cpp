// A neighbour that holds the mesh key and says anything: frames of the input, as core/link would
// hand them on, to a machine that opened the link and one that was dialled. Whatever comes, the
// machine sleeps between its wakes, stays within its bounds and never names what it does not hold.
#include <set>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/crypto/short_hash.h"
#include "core/gossip/gossip.h"
#include "core/model/limits/gossip.h"
#include "core/wire/frame_codec.h"
#include "tests/support/envelopes.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

constexpr std::array<std::uint8_t, 16> strangers_key{1};
const CoalitionId coalition{CoalitionId::Array{5}};

struct Machine {
  explicit Machine(bool is_dialled)
      : random{1}, gossip{random, store, gossip::Role::relay, store.snapshot()} {
    gossip.set_coalition(coalition);
    ListOptions list;
    list.coalition = coalition;
    list.stamps = {stamp_key()};
    Outbox outbox;
    ENSURE(gossip.take_list(make_list(list), authority_key(), now, outbox).has_value());
    done(outbox, {});
    EnvelopeOptions options{coalition, 1, 0, hour_of(now.wall) + 40, true};
    for (int i = 0; i < 3; ++i) {
      done(outbox, gossip.import(make_envelope(options, random), now, outbox));
      options.expiry_hour += 24;
    }
    done(outbox,
         gossip.link_up(
             {LinkId{1}, PeerRole::relay, LinkKey::zero(), is_dialled, false, {}}, now, outbox));
    hear(Hello{1, 0, strangers_key, 1, 1, 0});
  }

  void hear(Frame frame) {
    if (is_closed) return;
    Outbox outbox;
    gossip::Out out = gossip.heard({LinkId{1}, std::move(frame)}, now, outbox);
    done(outbox, std::move(out));
  }

  void pass(Millis time) {
    now.instant += time;
    now.wall += time;
    for (int wakes = 0; gossip.next_wakeup().value_or(Instant::max()) <= now.instant; ++wakes) {
      ENSURE(wakes < 1000);
      Outbox outbox;
      gossip::Out out = gossip.wake(now, outbox);
      done(outbox, std::move(out));
    }
  }

  void done(Outbox& outbox, const gossip::Out& out) {
    ENSURE(store.stage(outbox.take().writes).has_value());
    ENSURE(store.commit().has_value());
    is_closed = is_closed || !out.closes.empty();
    std::set<ShortId> held;
    for (const StoredEnvelope& one : store.snapshot().envelopes)
      held.insert(crypto::short_hash(strangers_key, one.id.view()));
    for (const FrameToSend& sent : out.frames) {
      if (const SyncOpen* open = std::get_if<SyncOpen>(&sent.frame)) opened = open->sid;
      ENSURE(wire::encode(sent.frame).size() <= 65 * 1024);
      if (const Have* have = std::get_if<Have>(&sent.frame); have != nullptr && !has_new_key)
        for (const ShortId id : have->ids) ENSURE(held.contains(id));
    }
  }

  SeededRandom random;
  MemoryStore store;
  Now now{Instant{Seconds{10}}, wall_from_ms(1'810'000'000'000)};
  gossip::Gossip gossip;
  std::uint32_t opened = 0;  // the session it opened last
  bool is_closed = false;
  bool has_new_key = false;
};

// No input can know the number of a session the machine has drawn: odd heads put it in.
void answer(Frame& frame, std::uint32_t sid) {
  if (SyncDays* days = std::get_if<SyncDays>(&frame)) days->sid = sid;
  if (SyncList* list = std::get_if<SyncList>(&frame)) list->sid = sid;
  if (SyncEnd* end = std::get_if<SyncEnd>(&frame)) end->sid = sid;
}

void run(ByteView input, bool is_dialled) {
  Machine machine{is_dialled};
  Reader reader{input};
  while (reader.left() > 1) {
    const std::uint8_t head = reader.u8();
    if (head < 16) {
      machine.pass(Millis{1} * (1 << head));
      continue;
    }
    const std::size_t size = std::min<std::size_t>(reader.u8(), reader.left());
    auto frame = wire::decode_frame(reader.take(size));
    if (!frame) continue;
    if (head % 2 == 1) answer(*frame, machine.opened);
    machine.has_new_key = machine.has_new_key || std::holds_alternative<Hello>(*frame);
    machine.hear(*frame);
  }
  machine.pass(Seconds{90});
  Outbox outbox;
  machine.gossip.link_down({LinkId{1}, LinkKey::zero(), is_dialled}, machine.now, outbox);
}

}  // namespace
}  // namespace tocsin::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t input_bytes_max = 2'048;
  const tocsin::ByteView input{data, std::min(size, input_bytes_max)};
  tocsin::tests::run(input, size % 2 == 0);
  return 0;
}
