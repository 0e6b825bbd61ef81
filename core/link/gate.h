// The first message of a link and who may make us compute: hints of offered keys, macs over the
// block, a ring of macs already used (link.md §3). No curve arithmetic happens here.
//   m1 = n 24 | (e 32 | es-tag 16 | hints 3*16 | zero 344) XOR mask(0) | macs 3*16
// Next: handshake.h, admission.h.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <set>
#include <span>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/crypto/hash.h"
#include "core/crypto/secret.h"
#include "core/model/ids.h"
#include "core/model/limits/link.h"

namespace tocsin::link {

using LinkNonce = std::array<std::uint8_t, 24>;
using Mac = std::array<std::uint8_t, 16>;
using Hints = std::array<MeshTag, limits::hints>;

// mask(i) of the responder's link key: XORs in place. `part` 0 for m1, 1 for m2.
class Mask {
 public:
  explicit Mask(const LinkKey& responder);
  void apply(std::span<std::uint8_t> bytes, const LinkNonce& nonce, std::uint8_t part) const;

 private:
  crypto::Hash key_;
};

// KDF(L, "mesh/gate", responder's link key) into `out`, 32 bytes.
void gate_key(std::span<std::uint8_t> out, ByteView material, const LinkKey& responder);

// What is inside m1, unmasked.
struct FirstMessage {
  LinkNonce nonce{};
  Bytes noise;  // 48: e | es-tag
  Hints hints{MeshTag::zero(), MeshTag::zero(), MeshTag::zero()};
  bool has_zeros = true;
  std::array<Mac, limits::hints> macs{};
};

// macs[i] under gate_keys[i]; where there is none, random bytes that nobody can tell from one.
Bytes seal_first(const FirstMessage& message,
                 const Mask& mask,
                 const std::vector<ByteView>& gate_keys,
                 Random& random);
// Any 512 bytes have a reading; whether they mean anything, the mac tells.
FirstMessage open_first(ByteView block, const Mask& mask);
// The hints alone: all that a stranger's block is worth.
Hints read_hints(ByteView block, const Mask& mask);
bool is_mac(const Mac& mac, ByteView gate_key, ByteView block);

// The last macs that passed: a first message is answered once.
class ReplayRing {
 public:
  explicit ReplayRing(std::size_t most) : most_{most} {}

  bool has(const Mac& mac) const { return seen_.contains(mac); }

  void remember(const Mac& mac);

 private:
  std::size_t most_;
  std::set<Mac> seen_;
  std::deque<Mac> order_;
};

}  // namespace tocsin::link
