#include "core/channel/epoch.h"

#include "core/base/checked.h"
#include "core/channel/slots.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"

namespace tocsin::channel {
namespace {

bool contains(const Audience& audience, const DeviceId& device) {
  return rank_of(audience, device).has_value();
}

// Everything that create draws once.
struct Drawn {
  crypto::AgreeKey esk;
  StepKey seed;
};

bool is_joiner(const EpochWish& wish, const IdentityKeys& me, const Member& member) {
  if (member.device == me.id) return false;
  if (std::ranges::find(wish.repairs, member.device) != wish.repairs.end()) return true;
  return wish.parent == nullptr || !contains(wish.parent->audience, member.device);
}

Bytes chance(Random& random, std::size_t bytes) {
  Bytes out(bytes);
  random.fill(out);
  return out;
}

const KeysStatement* valid_keys(const EpochWish& wish, const DeviceId& device) {
  const auto found = wish.keys.find(device);
  if (found == wish.keys.end() || found->second.not_after_day < wish.day) return nullptr;
  return &found->second;
}

// What a member without valid keys gets looks like everybody else's slot.
Bytes seed_slot(Random& random, const EpochWish& wish, const SlotPlace& place, const Drawn& drawn) {
  const Member& member = wish.audience[place.rank];
  if (const KeysStatement* keys = valid_keys(wish, member.device)) {
    auto sealed = seal_seed_slot(place, drawn.esk.reveal(), keys->pk, drawn.seed);
    if (sealed) return *std::move(sealed);
  }
  return chance(random, seed_slot_bytes);
}

Bytes join_slot(
    Random& random, const EpochWish& wish, const SlotPlace& place, ByteView esk, const StepKey& k) {
  const Member& member = wish.audience[place.rank];
  Writer out;
  out.u32(place.rank);
  if (const KeysStatement* keys = valid_keys(wish, member.device)) {
    const JoinKeys to{keys->jpk, member.keys.ltk};
    const auto sealed = seal_join_slot(place, esk, to, k);
    if (sealed) return out.bytes(ByteView{to.jpk}.first(8)).bytes(*sealed).take();
  }
  return out.bytes(chance(random, join_slot_bytes - 4)).take();
}

std::vector<SlotChunk> in_chunks(const std::vector<Bytes>& slots, SlotKind kind) {
  const std::size_t per_chunk =
      kind == SlotKind::seed ? limits::seed_slots_per_chunk : limits::join_slots_per_chunk;
  std::vector<SlotChunk> chunks;
  for (std::size_t at = 0; at < slots.size(); ++at) {
    if (at % per_chunk == 0)
      chunks.push_back(SlotChunk{EpochId::zero(), kind, narrow<std::uint16_t>(chunks.size()), {}});
    chunks.back().slots.insert(chunks.back().slots.end(), slots[at].begin(), slots[at].end());
  }
  return chunks;
}

std::vector<crypto::Hash> hashes_of(const std::vector<SlotChunk>& chunks) {
  std::vector<crypto::Hash> out;
  for (const SlotChunk& chunk : chunks) out.push_back(chunk.hash());
  return out;
}

EpochCore core_of(Random& random,
                  const IdentityKeys& me,
                  const EpochWish& wish,
                  const Drawn& drawn) {
  EpochCore core;
  core.channel = wish.channel;
  core.author = me.id;
  core.nonce = random.array<16>();
  core.view = wish.view;
  core.members = narrow<std::uint32_t>(wish.audience.size());
  core.roster = roster_hash(wish.audience);
  core.is_seeded = true;
  core.epk = crypto::agree_public_key(drawn.esk.reveal());
  core.created_day = wish.day;
  if (wish.parent == nullptr) return core;
  core.parent = wish.parent->id;
  core.is_seeded = wish.is_refresh || !is_subset(wish.parent->audience, wish.audience);
  return core;
}

}  // namespace

std::optional<std::uint32_t> rank_of(const Audience& audience, const DeviceId& device) {
  const auto found = std::ranges::lower_bound(audience, device, {}, &Member::device);
  if (found == audience.end() || found->device != device) return std::nullopt;
  return static_cast<std::uint32_t>(found - audience.begin());
}

bool is_subset(const Audience& inner, const Audience& outer) {
  return std::ranges::all_of(inner,
                             [&](const Member& member) { return contains(outer, member.device); });
}

std::vector<JoinSlot> join_slots(const SlotChunk& chunk) {
  std::vector<JoinSlot> out;
  for (Reader in{chunk.slots}; in.left() >= join_slot_bytes;) {
    const std::uint32_t rank = in.u32();
    const auto jpk = in.array<8>();
    out.push_back(JoinSlot{rank, jpk, in.take(seed_slot_bytes)});
  }
  return out;
}

MadeEpoch create_epoch(Random& random, const IdentityKeys& me, const EpochWish& wish) {
  ENSURE(contains(wish.audience, me.id));
  Drawn drawn{crypto::make_agree_key(random), {}};
  EpochAnnouncement epoch;
  epoch.core = core_of(random, me, wish, drawn);
  if (epoch.core.is_seeded) random.fill(drawn.seed.fill());
  const crypto::Hash c0 = epoch.c0();
  const auto place = [&](const crypto::Hash& bound, std::uint32_t rank) {
    return SlotPlace{bound, c0, epoch.core.epk, rank};
  };

  std::vector<Bytes> seeds;
  for (std::uint32_t rank = 0; rank < epoch.core.members && epoch.core.is_seeded; ++rank) {
    const Member& member = wish.audience[rank];
    if (member.device == me.id || is_joiner(wish, me, member)) continue;
    seeds.push_back(seed_slot(random, wish, place(c0, rank), drawn));
  }
  std::vector<SlotChunk> chunks = in_chunks(seeds, SlotKind::seed);
  epoch.seed_chunks = hashes_of(chunks);

  const crypto::Hash c1 = epoch.c1();
  StepKey init;
  std::optional<Puncture> parent_fwd;
  if (wish.parent != nullptr) {
    parent_fwd = wish.parent->fwd;
    auto popped = parent_fwd->pop(child_point(c1));
    ENSURE(popped);  // the nonce is fresh, so nobody popped this point before
    init = *popped;
  }
  const StepKey k = epoch_key(c1, init, drawn.seed);
  epoch.confirm = confirmation(k, c1);

  std::vector<Bytes> joins;
  for (std::uint32_t rank = 0; rank < epoch.core.members; ++rank) {
    if (!is_joiner(wish, me, wish.audience[rank])) continue;
    joins.push_back(join_slot(random, wish, place(c1, rank), drawn.esk.reveal(), k));
  }
  std::vector<SlotChunk> join_chunks = in_chunks(joins, SlotKind::join);
  epoch.join_chunks = hashes_of(join_chunks);
  std::ranges::move(join_chunks, std::back_inserter(chunks));
  const EpochId id = epoch.id();
  for (SlotChunk& chunk : chunks) chunk.epoch = id;

  Statement statement = sign_statement(
      wish.domain, StatementType::epoch, me.id, wire::encode(epoch), me.idk.reveal());
  EpochSecrets secrets = secrets_of(k, c1, epoch.core.members, epoch.core.created_day);
  return MadeEpoch{std::move(statement),
                   std::move(epoch),
                   std::move(chunks),
                   std::move(secrets),
                   std::move(parent_fwd)};
}

}  // namespace tocsin::channel
