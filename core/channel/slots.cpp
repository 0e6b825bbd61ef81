#include "core/channel/slots.h"

#include "core/crypto/aead.h"
#include "core/model/labels.h"

namespace tocsin::channel {
namespace {

StepKey seed_slot_key(const SlotPlace& place, ByteView agreed, const crypto::AgreePublicKey& pk) {
  const StepKey s = extract(place.c0, {agreed, place.epk, pk});
  return StepKey::derive(s.reveal(), labels::slot_seed, {part(place.rank)});
}

struct Agreed {
  ByteView with_jpk;
  ByteView with_ltk;
};

StepKey join_slot_key(const SlotPlace& place, const Agreed& agreed, const JoinKeys& to) {
  const StepKey s =
      extract(place.c0, {agreed.with_jpk, agreed.with_ltk, place.epk, to.jpk, to.ltk});
  return StepKey::derive(s.reveal(), labels::slot_join, {part(place.rank)});
}

Result<StepKey> opened(const StepKey& key, const SlotPlace& place, ByteView sealed) {
  TRY(Bytes plain, crypto::xchacha_open(key.reveal(), {}, place.bound, sealed));
  if (plain.size() != 32) return fail(Errc::malformed, "a slot of the wrong length");
  StepKey out{plain};
  crypto::wipe(plain);
  return out;
}

}  // namespace

Result<Bytes> seal_seed_slot(const SlotPlace& place,
                             ByteView esk,
                             const crypto::AgreePublicKey& pk,
                             const StepKey& seed) {
  crypto::ScratchKey<32> agreed;
  TRY_VOID(crypto::agree(agreed.fill(), esk, pk));
  const StepKey key = seed_slot_key(place, agreed.reveal(), pk);
  return crypto::xchacha_seal(key.reveal(), crypto::Nonce::zero(), place.bound, seed.reveal());
}

Result<StepKey> open_seed_slot(const SlotPlace& place, const Generation& own, ByteView sealed) {
  crypto::ScratchKey<32> agreed;
  TRY_VOID(crypto::agree(agreed.fill(), own.pk.reveal(), place.epk));
  return opened(seed_slot_key(place, agreed.reveal(), own.keys.pk), place, sealed);
}

Result<Bytes> seal_join_slot(const SlotPlace& place,
                             ByteView esk,
                             const JoinKeys& to,
                             const StepKey& k) {
  crypto::ScratchKey<32> with_jpk;
  crypto::ScratchKey<32> with_ltk;
  TRY_VOID(crypto::agree(with_jpk.fill(), esk, to.jpk));
  TRY_VOID(crypto::agree(with_ltk.fill(), esk, to.ltk));
  const StepKey key = join_slot_key(place, Agreed{with_jpk.reveal(), with_ltk.reveal()}, to);
  return crypto::xchacha_seal(key.reveal(), crypto::Nonce::zero(), place.bound, k.reveal());
}

Result<StepKey> open_join_slot(const SlotPlace& place,
                               const Generation& own,
                               const IdentityKeys& me,
                               ByteView sealed) {
  crypto::ScratchKey<32> with_jpk;
  crypto::ScratchKey<32> with_ltk;
  TRY_VOID(crypto::agree(with_jpk.fill(), own.jpk.reveal(), place.epk));
  TRY_VOID(crypto::agree(with_ltk.fill(), me.ltk.reveal(), place.epk));
  const Agreed agreed{with_jpk.reveal(), with_ltk.reveal()};
  return opened(join_slot_key(place, agreed, JoinKeys{own.keys.jpk, me.device.ltk}), place, sealed);
}

Puncture::Point child_point(const crypto::Hash& c1) {
  const crypto::Hash hash = crypto::hash(labels::point, {c1});
  return Reader{hash}.array<16>();
}

StepKey epoch_key(const crypto::Hash& c1, const StepKey& init, const StepKey& seed) {
  return extract(c1, {init.reveal(), seed.reveal()});
}

crypto::Hash confirmation(const StepKey& k, const crypto::Hash& c1) {
  crypto::Hash out{};
  crypto::kdf(out, k.reveal(), labels::confirm, {c1});
  return out;
}

EpochSecrets secrets_of(const StepKey& k,
                        const crypto::Hash& c1,
                        std::uint32_t members,
                        std::uint32_t day) {
  const auto derived = [&](crypto::Label label) {
    return StepKey::derive(k.reveal(), label, {c1});
  };
  return EpochSecrets{c1,
                      Puncture{Puncture::bits_max, derived(labels::fwd).reveal()},
                      Puncture{rank_bits(members), derived(labels::snd).reveal()},
                      Days{day, derived(labels::header0), derived(labels::admission0)},
                      derived(labels::exp)};
}

}  // namespace tocsin::channel
