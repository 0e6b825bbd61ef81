// Noise_XKpsk3_25519_ChaChaPoly_SHA512 and Noise_XK_... as the Noise specification has them
// (revision 34): three messages with payloads, then one cipher for each direction. It knows no
// Tocsin layout, no mask, no time. Next: handshake.h, which puts the messages into blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/agree.h"
#include "core/crypto/hmac_sha512.h"
#include "core/crypto/secret.h"
#include "core/model/ids.h"

namespace tocsin::link {

// X25519 and ChaCha20 alike.
inline constexpr std::size_t key_bytes = 32;

enum class Side : std::uint8_t { initiator, responder };

// Key and counter of one direction; also of the handshake itself, once it has a key.
class Cipher {
 public:
  bool has_key() const { return has_key_; }

  void set_key(ByteView key32);
  Bytes seal(ByteView ad, ByteView plain);
  // unauthenticated: the counter stays where it was.
  Result<Bytes> open(ByteView ad, ByteView sealed);
  // Noise's REKEY: the counter goes on.
  void rekey();

 private:
  crypto::ScratchKey<32> key_;
  std::uint64_t counter_ = 0;
  bool has_key_ = false;
};

// Chaining key and transcript hash.
class Symmetric {
 public:
  explicit Symmetric(std::string_view protocol);

  void mix_hash(ByteView bytes);
  void mix_key(ByteView input);
  void mix_key_and_hash(ByteView input);
  Bytes seal(ByteView plain);
  Result<Bytes> open(ByteView sealed);
  // The first is the initiator's sending direction.
  void split(Cipher& first, Cipher& second) const;

  const crypto::Hash512& transcript() const { return hash_; }

 private:
  crypto::ScratchKey<64> chain_;
  crypto::Hash512 hash_{};
  Cipher cipher_;
};

// One run. Messages go in order; after an error it is of no further use. Not movable: it holds
// keys.
class Noise {
 public:
  struct Setup {
    Side side;
    bool has_psk = true;        // XKpsk3, else XK
    ByteView own_static;        // 32, secret; copied
    ByteView responder_static;  // 32, public; own at the responder
    ByteView prologue;
  };

  explicit Noise(const Setup& setup);

  // Before message 3, by both. 32 bytes.
  void set_psk(ByteView psk);

  // The initiator writes 1 and 3 and reads 2; the responder the reverse.
  Result<Bytes> write_1(ByteView payload, Random& random);
  Result<Bytes> read_1(ByteView message);
  Result<Bytes> write_2(ByteView payload, Random& random);
  Result<Bytes> read_2(ByteView message);
  Result<Bytes> write_3(ByteView payload);
  Result<Bytes> read_3(ByteView message);

  // After message 3.
  void split(Cipher& sending, Cipher& receiving) const;

  const LinkKey& peer() const { return peer_; }  // known to the responder after message 3

  const crypto::Hash512& transcript() const { return symmetric_.transcript(); }

 private:
  void write_ephemeral(Writer& message, Random& random);
  void read_ephemeral(Reader& message);
  Result<void> mix_agreement(ByteView secret, ByteView public_key);

  Side side_;
  bool has_psk_;
  Symmetric symmetric_;
  crypto::ScratchKey<32> static_;
  crypto::ScratchKey<32> ephemeral_;
  crypto::ScratchKey<32> psk_;
  crypto::AgreePublicKey own_static_public_{};
  LinkKey peer_;  // the other's static
  crypto::AgreePublicKey peer_ephemeral_{};
};

}  // namespace tocsin::link
