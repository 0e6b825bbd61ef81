// The three blocks of 512 bytes by which a link comes up, on either side (link.md §3):
//   m1 see gate.h | m2 = e 32 XOR mask(1) | AEAD{offer u8, minute u32, zero 459}
//   m3 = AEAD{s} 48 | AEAD{role u8, zero 447}
// Whether to compute at all, the gate has decided before. Next: cells.h.
#pragma once

#include <memory>
#include <vector>

#include "core/link/gate.h"
#include "core/link/noise.h"
#include "core/model/peer.h"

namespace tocsin::link {

// A key we offer: L of a mesh key, or an invite's T.
struct OfferedKey {
  MeshTag tag;
  ByteView material;  // 32; psk
};

class Initiator {
 public:
  struct Setup {
    CoalitionId coalition;
    LinkKey responder;
    ByteView own_static;  // secret
    PeerRole role;        // our own
  };

  explicit Initiator(const Setup& setup) : setup_{setup} {}

  // 1 to 3 offers, newest first. Fails where the responder's key is of small order.
  Result<Bytes> write_first(const std::vector<OfferedKey>& offers, Random& random);
  // m2 in, m3 out.
  Result<Bytes> answer(ByteView second);

  void split(Cipher& sending, Cipher& receiving) const { noise_->split(sending, receiving); }

  // After answer(): which of the offers both hold, and the responder's clock.
  const MeshTag& chosen() const { return tags_.at(choice_); }

  std::uint32_t minute() const { return minute_; }

 private:
  Setup setup_;
  LinkNonce nonce_{};
  std::unique_ptr<Noise> noise_;
  std::vector<MeshTag> tags_;
  std::array<crypto::ScratchKey<32>, limits::hints> psks_;
  std::size_t choice_ = 0;
  std::uint32_t minute_ = 0;
};

class Responder {
 public:
  struct Setup {
    CoalitionId coalition;
    LinkKey own;
    ByteView own_static;  // secret of `own`
  };

  explicit Responder(const Setup& setup) : setup_{setup} {}

  // `first` has passed the gate by its hint number `choice`, whose key is `psk`. m2 out.
  Result<Bytes> answer(const FirstMessage& first,
                       std::size_t choice,
                       ByteView psk,
                       std::uint32_t minute,
                       Random& random);
  // m3 in; the initiator's static by peer(). Whether it may play its role, links decides.
  Result<PeerRole> finish(ByteView third);

  const LinkKey& peer() const { return noise_->peer(); }

  void split(Cipher& sending, Cipher& receiving) const { noise_->split(sending, receiving); }

 private:
  Setup setup_;
  std::unique_ptr<Noise> noise_;
};

}  // namespace tocsin::link
