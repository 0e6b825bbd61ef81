#include "core/link/gate.h"

#include "core/base/ensure.h"
#include "core/crypto/kdf.h"
#include "core/crypto/stream.h"
#include "core/model/labels.h"

namespace tocsin::link {
namespace {

constexpr std::size_t nonce_bytes = 24;
constexpr std::size_t noise_bytes = 48;
constexpr std::size_t hint_bytes = 16;
constexpr std::size_t maced_bytes = limits::handshake_bytes - limits::hints * hint_bytes;
constexpr std::size_t zero_bytes =
    maced_bytes - nonce_bytes - noise_bytes - limits::hints * hint_bytes;
static_assert(zero_bytes == 344);

}  // namespace

Mask::Mask(const LinkKey& responder) : key_{crypto::hash(labels::link_mask, {responder.view()})} {}

void Mask::apply(std::span<std::uint8_t> bytes, const LinkNonce& nonce, std::uint8_t part) const {
  LinkNonce parts = nonce;
  parts.back() = static_cast<std::uint8_t>(parts.back() ^ part);
  crypto::xchacha20_xor(bytes, key_, parts);
}

void gate_key(std::span<std::uint8_t> out, ByteView material, const LinkKey& responder) {
  crypto::kdf(out, material, labels::mesh_gate, {responder.view()});
}

Bytes seal_first(const FirstMessage& message,
                 const Mask& mask,
                 const std::vector<ByteView>& gate_keys,
                 Random& random) {
  ENSURE(message.noise.size() == noise_bytes && gate_keys.size() <= limits::hints);
  Writer writer;
  writer.bytes(message.nonce).bytes(message.noise);
  for (const MeshTag& hint : message.hints) writer.bytes(hint.view());
  Bytes block = writer.zeros(zero_bytes).take();
  mask.apply(std::span{block}.subspan(nonce_bytes), message.nonce, 0);
  Bytes macs;
  for (std::size_t i = 0; i < limits::hints; ++i) {
    const Mac mac = i < gate_keys.size() ? crypto::blake2b_128_keyed(gate_keys[i], block)
                                         : random.array<hint_bytes>();
    macs.insert(macs.end(), mac.begin(), mac.end());
  }
  block.insert(block.end(), macs.begin(), macs.end());
  return block;
}

Hints read_hints(ByteView block, const Mask& mask) {
  ENSURE(block.size() == limits::handshake_bytes);
  Reader outer{block};
  const auto nonce = outer.array<nonce_bytes>();
  auto begin = outer.array<noise_bytes + limits::hints * hint_bytes>();
  mask.apply(begin, nonce, 0);
  Reader reader{ByteView{begin}.subspan(noise_bytes)};
  Hints hints{MeshTag::zero(), MeshTag::zero(), MeshTag::zero()};
  for (MeshTag& hint : hints) hint = MeshTag{reader.array<hint_bytes>()};
  return hints;
}

FirstMessage open_first(ByteView block, const Mask& mask) {
  ENSURE(block.size() == limits::handshake_bytes);
  FirstMessage message;
  Reader outer{block};
  message.nonce = outer.array<nonce_bytes>();
  Bytes inside = to_bytes(outer.take(maced_bytes - nonce_bytes));
  for (Mac& mac : message.macs) mac = outer.array<hint_bytes>();
  mask.apply(inside, message.nonce, 0);
  Reader inner{inside};
  message.noise = to_bytes(inner.take(noise_bytes));
  for (MeshTag& hint : message.hints) hint = MeshTag{inner.array<hint_bytes>()};
  message.has_zeros = is_zero(inner.rest());
  return message;
}

bool is_mac(const Mac& mac, ByteView gate_key, ByteView block) {
  return crypto::equal(mac, crypto::blake2b_128_keyed(gate_key, block.first(maced_bytes)));
}

void ReplayRing::remember(const Mac& mac) {
  if (!seen_.insert(mac).second) return;
  order_.push_back(mac);
  if (order_.size() <= most_) return;
  seen_.erase(order_.front());
  order_.pop_front();
}

}  // namespace tocsin::link
