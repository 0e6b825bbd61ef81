// The other half of epoch.h: taking an epoch that somebody else announced (channel.md §3, V1 to
// V7).
#include <set>

#include "core/channel/epoch.h"
#include "core/channel/slots.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {
namespace {

using Chunks = std::map<std::uint16_t, SlotChunk>;

Result<void> check_author(const EpochOffer& offer, const Domain& domain, const Audience& audience) {
  const EpochCore& core = offer.announcement.core;
  const auto rank = rank_of(audience, core.author);
  if (!rank) return fail(Errc::not_allowed, "V1: an author outside its epoch's audience");
  const Statement& statement = offer.statement;
  if (statement.domain != domain || statement.type != StatementType::epoch ||
      statement.author != core.author)
    return fail(Errc::malformed, "V1: not an epoch of this coalition");
  if (!statement.is_signed_by(audience[*rank].keys.idk))
    return fail(Errc::unauthenticated, "V1: an epoch that its author did not sign");
  return {};
}

Result<void> check_shape(const EpochOffer& offer,
                         const Audience& audience,
                         const ParentEpoch* parent) {
  const EpochCore& core = offer.announcement.core;
  if (audience.size() > limits::members_max)
    return fail(Errc::limit_exceeded, "V7: too many members");
  if (core.members != audience.size() || core.roster != roster_hash(audience))
    return fail(Errc::conflict, "V3: another audience than its view gives");
  if (!core.parent.is_zero()) {
    if (parent != nullptr && !core.is_seeded && !is_subset(parent->audience, audience))
      return fail(Errc::not_allowed, "V4: a seedless epoch that shuts somebody out");
    return {};
  }
  const auto rank = rank_of(audience, core.author);
  if (!core.is_seeded || !rank || !audience[*rank].is_delegate)
    return fail(Errc::not_allowed, "V4: a root that only a delegate's device may make");
  if (!offer.announcement.seed_chunks.empty())
    return fail(Errc::conflict, "V5: a root has no seed slots");
  return {};
}

Result<void> check_chunks(const Chunks& chunks, const std::vector<crypto::Hash>& hashes) {
  for (const auto& [index, chunk] : chunks) {
    if (index >= hashes.size() || chunk.hash() != hashes[index])
      return fail(Errc::conflict, "V5: slots that the announcement does not name");
  }
  return {};
}

// Who has a join slot. V5: everybody new and nobody twice, and the author, who knows K, not at all.
Result<std::set<std::uint32_t>> joiners(const EpochOffer& offer,
                                        const Audience& audience,
                                        const ParentEpoch& parent) {
  std::set<std::uint32_t> ranks;
  for (const auto& [index, chunk] : offer.join_chunks) {
    for (const JoinSlot& slot : join_slots(chunk)) {
      if (slot.rank >= audience.size() || !ranks.insert(slot.rank).second)
        return fail(Errc::conflict, "V5: a join slot twice, or for nobody");
    }
  }
  for (std::uint32_t rank = 0; rank < audience.size(); ++rank) {
    const DeviceId& device = audience[rank].device;
    const bool is_author = device == offer.announcement.core.author;
    if (is_author ? ranks.contains(rank)
                  : (!rank_of(parent.audience, device) && !ranks.contains(rank)))
      return fail(Errc::conflict, "V5: somebody new has no join slot");
  }
  return ranks;
}

// The seed slot of `rank`, once there is exactly one for each of C that has no join slot.
Result<ByteView> own_seed_slot(const EpochOffer& offer,
                               const Audience& audience,
                               const std::set<std::uint32_t>& joining,
                               std::uint32_t rank) {
  std::size_t expected = 0;
  std::size_t before_mine = 0;
  for (std::uint32_t at = 0; at < audience.size(); ++at) {
    if (joining.contains(at) || audience[at].device == offer.announcement.core.author) continue;
    if (at < rank) ++before_mine;
    ++expected;
  }
  std::size_t have = 0;
  for (const auto& [index, chunk] : offer.seed_chunks) {
    const bool is_last = index + std::size_t{1} == offer.announcement.seed_chunks.size();
    const std::size_t slots = chunk.slots.size() / seed_slot_bytes;
    if (!is_last && slots != limits::seed_slots_per_chunk)
      return fail(Errc::conflict, "V5: a chunk that is not full");
    have += slots;
  }
  if (have != expected) return fail(Errc::conflict, "V5: not one seed slot for each member");
  const auto index = static_cast<std::uint16_t>(before_mine / limits::seed_slots_per_chunk);
  const std::size_t offset = before_mine % limits::seed_slots_per_chunk * seed_slot_bytes;
  return ByteView{offer.seed_chunks.at(index).slots}.subspan(offset, seed_slot_bytes);
}

Result<StepKey> own_seed(const EpochOffer& offer,
                         const SlotPlace& place,
                         ByteView slot,
                         const std::vector<Generation>& own) {
  if (!offer.announcement.core.is_seeded) return StepKey{};
  for (auto generation = own.rbegin(); generation != own.rend(); ++generation) {
    auto seed = open_seed_slot(place, *generation, slot);
    if (seed) return *seed;
  }
  return fail(Errc::unauthenticated, "V6: own seed slot does not open");
}

// K by a join slot: nothing of the parent is needed.
Result<StepKey> by_join_slot(const EpochOffer& offer,
                             const SlotPlace& place,
                             const IdentityKeys& me,
                             const std::vector<Generation>& own) {
  for (const auto& [index, chunk] : offer.join_chunks) {
    for (const JoinSlot& slot : join_slots(chunk)) {
      if (slot.rank != place.rank) continue;
      for (const Generation& generation : own) {
        if (!same_bytes(ByteView{generation.keys.jpk}.first(8), slot.jpk)) continue;
        auto k = open_join_slot(place, generation, me, slot.sealed);
        if (k) return *k;
      }
      return fail(Errc::unauthenticated, "V6: own join slot does not open");
    }
  }
  return fail(Errc::not_found, "V2: no join slot here for this device");
}

bool has_all(const EpochOffer& offer) {
  return offer.seed_chunks.size() == offer.announcement.seed_chunks.size() &&
         offer.join_chunks.size() == offer.announcement.join_chunks.size();
}

struct Opened {
  StepKey k;
  std::optional<Puncture> parent_fwd;
  bool is_by_join = false;
};

Result<Opened> open_as_member(const EpochOffer& offer,
                              const Audience& audience,
                              const ParentEpoch& parent,
                              const IdentityKeys& me,
                              const std::vector<Generation>& own) {
  if (!has_all(offer)) return fail(Errc::not_found, "V2: slots that have not come yet");
  const auto rank = rank_of(audience, me.id);
  const crypto::Hash c0 = offer.announcement.c0();
  const crypto::Hash c1 = offer.announcement.c1();
  TRY(const auto joining, joiners(offer, audience, parent));
  if (joining.contains(*rank)) {
    const SlotPlace place{c1, c0, offer.announcement.core.epk, *rank};
    TRY(const StepKey k, by_join_slot(offer, place, me, own));
    return Opened{k, std::nullopt, true};
  }
  StepKey seed;
  if (offer.announcement.core.is_seeded) {
    TRY(const ByteView slot, own_seed_slot(offer, audience, joining, *rank));
    TRY(seed, own_seed(offer, SlotPlace{c0, c0, offer.announcement.core.epk, *rank}, slot, own));
  } else if (!offer.seed_chunks.empty()) {
    return fail(Errc::conflict, "V5: seed slots in a seedless epoch");
  }
  Puncture fwd = parent.fwd;
  TRY(const StepKey init, fwd.pop(child_point(c1)));
  return Opened{epoch_key(c1, init, seed), std::move(fwd), false};
}

}  // namespace

Result<TakenEpoch> accept_epoch(const EpochOffer& offer,
                                const Domain& domain,
                                const Audience& audience,
                                const ParentEpoch* parent,
                                const IdentityKeys& me,
                                const std::vector<Generation>& own) {
  const EpochAnnouncement& epoch = offer.announcement;
  TRY_VOID(check_author(offer, domain, audience));
  TRY_VOID(check_shape(offer, audience, parent));
  TRY_VOID(check_chunks(offer.seed_chunks, epoch.seed_chunks));
  TRY_VOID(check_chunks(offer.join_chunks, epoch.join_chunks));
  const auto rank = rank_of(audience, me.id);
  if (!rank) return fail(Errc::not_allowed, "an epoch that is not for this device");
  const crypto::Hash c1 = epoch.c1();
  Opened opened;
  const bool is_member = parent != nullptr && rank_of(parent->audience, me.id);
  if (is_member) {
    TRY(opened, open_as_member(offer, audience, *parent, me, own));
  } else {
    TRY(opened.k, by_join_slot(offer, SlotPlace{c1, epoch.c0(), epoch.core.epk, *rank}, me, own));
    opened.is_by_join = true;
  }
  if (confirmation(opened.k, c1) != epoch.confirm)
    return fail(Errc::unauthenticated, "V6: the key is not the one the author confirmed");
  return TakenEpoch{secrets_of(opened.k, c1, epoch.core.members, epoch.core.created_day),
                    std::move(opened.parent_fwd),
                    opened.is_by_join};
}

}  // namespace tocsin::channel
