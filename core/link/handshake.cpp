#include "core/link/handshake.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/labels.h"

namespace tocsin::link {
namespace {

constexpr std::size_t second_zeros = 459;
constexpr std::size_t third_zeros = 447;

Bytes prologue(const CoalitionId& coalition, const LinkNonce& nonce, const Hints& hints) {
  Writer writer;
  writer.bytes(as_bytes(labels::link_prologue.view())).bytes(coalition.view()).bytes(nonce);
  for (const MeshTag& hint : hints) writer.bytes(hint.view());
  return writer.take();
}

}  // namespace

Result<Bytes> Initiator::write_first(const std::vector<OfferedKey>& offers, Random& random) {
  ENSURE(!offers.empty() && offers.size() <= limits::hints);
  FirstMessage first;
  first.nonce = nonce_ = random.array<24>();
  std::array<crypto::ScratchKey<key_bytes>, limits::hints> gates;
  std::vector<ByteView> gate_views;
  for (std::size_t i = 0; i < limits::hints; ++i) {
    if (i >= offers.size()) {
      first.hints[i] = MeshTag{random.array<MeshTag::size>()};
      continue;
    }
    first.hints[i] = offers[i].tag;
    tags_.push_back(offers[i].tag);
    std::ranges::copy(offers[i].material, psks_[i].fill().begin());
    gate_key(gates[i].fill(), offers[i].material, setup_.responder);
    gate_views.push_back(gates[i].reveal());
  }
  const Bytes said = prologue(setup_.coalition, first.nonce, first.hints);
  noise_ = std::make_unique<Noise>(
      Noise::Setup{Side::initiator, true, setup_.own_static, setup_.responder.view(), said});
  setup_.own_static = {};  // copied; the owner may forget his
  TRY(first.noise, noise_->write_1({}, random));
  return seal_first(first, Mask{setup_.responder}, gate_views, random);
}

Result<Bytes> Initiator::answer(ByteView second) {
  ENSURE(second.size() == limits::handshake_bytes);
  Bytes unmasked = to_bytes(second);
  Mask{setup_.responder}.apply(std::span{unmasked}.first(key_bytes), nonce_, 1);
  TRY(const Bytes payload, noise_->read_2(unmasked));
  Reader reader{payload};
  const std::size_t offer = reader.u8();
  minute_ = reader.u32();
  if (offer < 1 || offer > tags_.size() || !is_zero(reader.rest()))
    return fail(Errc::malformed, "a second message that answers no offer");
  choice_ = offer - 1;
  noise_->set_psk(psks_.at(choice_).reveal());
  Writer third;
  third.u8(static_cast<std::uint8_t>(setup_.role)).zeros(third_zeros);
  return noise_->write_3(third.view());
}

Result<Bytes> Responder::answer(const FirstMessage& first,
                                std::size_t choice,
                                ByteView psk,
                                std::uint32_t minute,
                                Random& random) {
  const Bytes said = prologue(setup_.coalition, first.nonce, first.hints);
  noise_ = std::make_unique<Noise>(
      Noise::Setup{Side::responder, true, setup_.own_static, setup_.own.view(), said});
  setup_.own_static = {};
  noise_->set_psk(psk);
  TRY(const Bytes payload, noise_->read_1(first.noise));
  if (!payload.empty() || !first.has_zeros)
    return fail(Errc::malformed, "a first message with something where nothing belongs");
  Writer offer;
  offer.u8(static_cast<std::uint8_t>(choice + 1)).u32(minute).zeros(second_zeros);
  TRY(Bytes second, noise_->write_2(offer.view(), random));
  Mask{setup_.own}.apply(std::span{second}.first(key_bytes), first.nonce, 1);
  return second;
}

Result<PeerRole> Responder::finish(ByteView third) {
  TRY(const Bytes payload, noise_->read_3(third));
  Reader reader{payload};
  const std::uint8_t role = reader.u8();
  if (role < 1 || role > 3 || !is_zero(reader.rest()))
    return fail(Errc::malformed, "a third message with an unknown role");
  return static_cast<PeerRole>(role);
}

}  // namespace tocsin::link
