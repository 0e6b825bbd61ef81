#include "core/channel/reply.h"

#include "core/base/checked.h"
#include "core/crypto/aead.h"
#include "core/model/labels.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {
namespace {

constexpr std::size_t to_bytes_shown = 8;

struct DirectAgreed {
  ByteView with_jpk;
  ByteView with_ltk;
};

StepKey direct_key(const CoalitionId& coalition,
                   const DirectTo& to,
                   const DirectAgreed& agreed,
                   const crypto::AgreePublicKey& epk) {
  const crypto::Hash salt = crypto::hash(labels::direct_salt, {coalition.view(), to.device.view()});
  const StepKey s = extract(salt, {agreed.with_jpk, agreed.with_ltk, epk, to.jpk, to.ltk});
  return StepKey::derive(s.reveal(), labels::direct_key, {});
}

Bytes direct_ad(const crypto::AgreePublicKey& epk, const crypto::AgreePublicKey& jpk) {
  return Writer{}.bytes(epk).bytes(jpk).take();
}

}  // namespace

Result<Bytes> seal_direct(Random& random,
                          const CoalitionId& coalition,
                          const DirectTo& to,
                          ByteView body) {
  const crypto::AgreeKey esk = crypto::make_agree_key(random);
  const crypto::AgreePublicKey epk = crypto::agree_public_key(esk.reveal());
  crypto::ScratchKey<32> with_jpk;
  crypto::ScratchKey<32> with_ltk;
  TRY_VOID(crypto::agree(with_jpk.fill(), esk.reveal(), to.jpk));
  TRY_VOID(crypto::agree(with_ltk.fill(), esk.reveal(), to.ltk));
  const StepKey key =
      direct_key(coalition, to, DirectAgreed{with_jpk.reveal(), with_ltk.reveal()}, epk);
  Writer out;
  out.bytes(to.device.view().first(to_bytes_shown)).bytes(epk).bytes(ByteView{to.jpk}.first(8));
  return out
      .bytes(
          crypto::xchacha_seal(key.reveal(), crypto::Nonce::zero(), direct_ad(epk, to.jpk), body))
      .take();
}

bool is_direct_for(const DeviceId& device, ByteView sealed) {
  return sealed.size() >= to_bytes_shown &&
         same_bytes(sealed.first(to_bytes_shown), device.view().first(to_bytes_shown));
}

Result<Bytes> open_direct(const CoalitionId& coalition,
                          const IdentityKeys& me,
                          const std::vector<Generation>& own,
                          ByteView sealed) {
  if (!is_direct_for(me.id, sealed)) return fail(Errc::not_found, "sealed to another device");
  Reader in{sealed.subspan(to_bytes_shown)};
  const auto epk = in.array<32>();
  const auto jpk = in.array<8>();
  if (in.failed()) return fail(Errc::malformed, "a direct seal that is too short");
  for (const Generation& generation : own) {
    if (!same_bytes(ByteView{generation.keys.jpk}.first(8), jpk)) continue;
    crypto::ScratchKey<32> with_jpk;
    crypto::ScratchKey<32> with_ltk;
    TRY_VOID(crypto::agree(with_jpk.fill(), generation.jpk.reveal(), epk));
    TRY_VOID(crypto::agree(with_ltk.fill(), me.ltk.reveal(), epk));
    const DirectTo to{me.id, generation.keys.jpk, me.device.ltk};
    const StepKey key =
        direct_key(coalition, to, DirectAgreed{with_jpk.reveal(), with_ltk.reveal()}, epk);
    return crypto::xchacha_open(key.reveal(), {}, direct_ad(epk, to.jpk), in.rest());
  }
  return fail(Errc::not_found, "sealed to a join prekey that is gone");
}

ReplyKeys reply_keys(ReplyKind kind, ByteView secret) {
  const crypto::Label label =
      kind == ReplyKind::invite ? labels::invite_admission : labels::reply_admission;
  return ReplyKeys{admission_of(StepKey::derive(secret, label, {})),
                   StepKey::derive(secret, labels::reply_header, {}),
                   StepKey::derive(secret, labels::reply_body, {})};
}

StepKey founding_secret(ByteView file_key) {
  return StepKey::derive(file_key, labels::mesh_founding, {});
}

Result<Envelope> seal_reply(Random& random,
                            const ReplyKeys& keys,
                            const ReplySeal& place,
                            ByteView content) {
  const SealKeys seal_keys{keys.header, keys.admission, keys.body, EpochId::zero()};
  return seal(random, place.coalition, seal_keys, place.header, place.expiry_hour, content);
}

Result<ReplyRecord> open_reply(const Envelope& envelope, const ReplyKeys& keys) {
  TRY(const Header header, open_header(envelope, keys.header));
  TRY(Bytes content, open_body(envelope, header, EpochId::zero(), keys.body));
  return ReplyRecord{header, std::move(content)};
}

Bytes seal_request(Random& random, ByteView secret, ByteView request) {
  const StepKey key = StepKey::derive(secret, labels::request_key, {});
  const auto nonce = random.array<24>();
  return Writer{}
      .bytes(nonce)
      .bytes(crypto::xchacha_seal(key.reveal(), crypto::Nonce::of(nonce), {}, request))
      .take();
}

Result<Bytes> open_request(ByteView secret, ByteView sealed) {
  Reader in{sealed};
  const auto nonce = in.array<24>();
  if (in.failed()) return fail(Errc::malformed, "a request that is too short");
  const StepKey key = StepKey::derive(secret, labels::request_key, {});
  return crypto::xchacha_open(key.reveal(), nonce, {}, in.rest());
}

std::vector<Bytes> in_pieces(Random& random, ByteView sealed) {
  const std::size_t size = limits::welcome_piece_bytes;
  const std::size_t count = (sealed.size() + size - 1) / size;
  ENSURE(count > 0 && count <= limits::welcome_pieces_max);
  const auto answer = random.array<8>();
  std::vector<Bytes> out;
  for (std::size_t index = 0; index < count; ++index) {
    Writer piece;
    piece.bytes(sealed.first(to_bytes_shown)).bytes(answer);
    piece.u16(narrow<std::uint16_t>(index)).u16(narrow<std::uint16_t>(count));
    const std::size_t from = index * size;
    out.push_back(piece.bytes(sealed.subspan(from, std::min(size, sealed.size() - from))).take());
  }
  return out;
}

std::optional<Bytes> Pieces::take(ByteView content) {
  Reader in{content};
  in.take(to_bytes_shown);
  const auto id = in.array<8>();
  const std::uint16_t index = in.u16();
  const std::uint16_t count = in.u16();
  if (in.failed() || count == 0 || count > limits::welcome_pieces_max || index >= count)
    return std::nullopt;
  const auto known = answers_.find(id);
  if (known == answers_.end() && answers_.size() >= limits::welcomes_open_max) return std::nullopt;
  Answer& answer = answers_.try_emplace(id, Answer{count, {}}).first->second;
  if (answer.count != count) return std::nullopt;
  answer.pieces.try_emplace(index, to_bytes(in.rest()));
  if (answer.pieces.size() < count) return std::nullopt;
  Writer whole;
  for (const auto& [at, piece] : answer.pieces) whole.bytes(piece);
  answers_.erase(id);
  return whole.take();
}

}  // namespace tocsin::channel
