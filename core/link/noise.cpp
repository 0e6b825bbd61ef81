#include "core/link/noise.h"

#include <limits>

#include "core/base/ensure.h"
#include "core/crypto/aead.h"

namespace tocsin::link {
namespace {

constexpr std::string_view xk = "Noise_XK_25519_ChaChaPoly_SHA512";
constexpr std::string_view xk_psk3 = "Noise_XKpsk3_25519_ChaChaPoly_SHA512";
constexpr std::size_t hash_bytes = 64;

// HKDF of Noise: outputs of 64 bytes; a cipher takes the first 32.
struct Stretched {
  crypto::ScratchKey<hash_bytes> first;
  crypto::ScratchKey<hash_bytes> second;
  crypto::ScratchKey<hash_bytes> third;

  Stretched(ByteView chain, ByteView input) {
    const std::uint8_t one = 1;
    const std::uint8_t two = 2;
    const std::uint8_t three = 3;
    crypto::ScratchKey<hash_bytes> key;
    put(key, crypto::hmac_sha512(chain, {input}));
    put(first, crypto::hmac_sha512(key.reveal(), {ByteView{&one, 1}}));
    put(second, crypto::hmac_sha512(key.reveal(), {first.reveal(), ByteView{&two, 1}}));
    put(third, crypto::hmac_sha512(key.reveal(), {second.reveal(), ByteView{&three, 1}}));
  }

  static void put(crypto::ScratchKey<hash_bytes>& key, crypto::Hash512 hash) {
    std::ranges::copy(hash, key.fill().begin());
    crypto::wipe(hash);
  }
};

void copy(crypto::ScratchKey<key_bytes>& key, ByteView from) {
  ENSURE(from.size() == key_bytes);
  std::ranges::copy(from, key.fill().begin());
}

}  // namespace

void Cipher::set_key(ByteView key32) {
  copy(key_, key32);
  counter_ = 0;
  has_key_ = true;
}

Bytes Cipher::seal(ByteView ad, ByteView plain) {
  // A nonce used twice gives away the key stream; Noise keeps the last one for REKEY.
  ENSURE(counter_ != std::numeric_limits<std::uint64_t>::max());
  return crypto::chacha_seal(key_.reveal(), counter_++, ad, plain);
}

Result<Bytes> Cipher::open(ByteView ad, ByteView sealed) {
  ENSURE(counter_ != std::numeric_limits<std::uint64_t>::max());
  TRY(Bytes plain, crypto::chacha_open(key_.reveal(), counter_, ad, sealed));
  ++counter_;
  return plain;
}

void Cipher::rekey() {
  constexpr auto last = std::numeric_limits<std::uint64_t>::max();
  const std::array<std::uint8_t, key_bytes> zeros{};
  Bytes next = crypto::chacha_seal(key_.reveal(), last, {}, zeros);
  copy(key_, ByteView{next}.first(key_bytes));
  crypto::wipe(next);
}

Symmetric::Symmetric(std::string_view protocol) {
  // A name longer than a hash would have to be hashed; ours are not.
  ENSURE(protocol.size() <= hash_.size());
  std::ranges::copy(as_bytes(protocol), hash_.begin());
  std::ranges::copy(hash_, chain_.fill().begin());
}

void Symmetric::mix_hash(ByteView bytes) {
  hash_ = crypto::sha512({hash_, bytes});
}

void Symmetric::mix_key(ByteView input) {
  const Stretched keys{chain_.reveal(), input};
  std::ranges::copy(keys.first.reveal(), chain_.fill().begin());
  cipher_.set_key(keys.second.reveal().first(key_bytes));
}

void Symmetric::mix_key_and_hash(ByteView input) {
  const Stretched keys{chain_.reveal(), input};
  std::ranges::copy(keys.first.reveal(), chain_.fill().begin());
  mix_hash(keys.second.reveal());
  cipher_.set_key(keys.third.reveal().first(key_bytes));
}

Bytes Symmetric::seal(ByteView plain) {
  Bytes sealed = cipher_.has_key() ? cipher_.seal(hash_, plain) : to_bytes(plain);
  mix_hash(sealed);
  return sealed;
}

Result<Bytes> Symmetric::open(ByteView sealed) {
  if (!cipher_.has_key()) {
    mix_hash(sealed);
    return to_bytes(sealed);
  }
  TRY(Bytes plain, cipher_.open(hash_, sealed));
  mix_hash(sealed);
  return plain;
}

void Symmetric::split(Cipher& first, Cipher& second) const {
  const Stretched keys{chain_.reveal(), {}};
  first.set_key(keys.first.reveal().first(key_bytes));
  second.set_key(keys.second.reveal().first(key_bytes));
}

Noise::Noise(const Setup& setup)
    : side_{setup.side},
      has_psk_{setup.has_psk},
      symmetric_{setup.has_psk ? xk_psk3 : xk},
      own_static_public_{crypto::agree_public_key(setup.own_static)},
      peer_{LinkKey::zero()} {
  copy(static_, setup.own_static);
  if (side_ == Side::initiator) peer_ = LinkKey{Reader{setup.responder_static}.array<key_bytes>()};
  symmetric_.mix_hash(setup.prologue);
  symmetric_.mix_hash(setup.responder_static);
}

void Noise::set_psk(ByteView psk) {
  copy(psk_, psk);
}

void Noise::write_ephemeral(Writer& message, Random& random) {
  random.fill(ephemeral_.fill());
  const crypto::AgreePublicKey key = crypto::agree_public_key(ephemeral_.reveal());
  message.bytes(key);
  symmetric_.mix_hash(key);
  if (has_psk_) symmetric_.mix_key(key);
}

void Noise::read_ephemeral(Reader& message) {
  peer_ephemeral_ = message.array<key_bytes>();
  symmetric_.mix_hash(peer_ephemeral_);
  if (has_psk_) symmetric_.mix_key(peer_ephemeral_);
}

Result<void> Noise::mix_agreement(ByteView secret, ByteView public_key) {
  crypto::ScratchKey<key_bytes> shared;
  TRY_VOID(crypto::agree(shared.fill(), secret, public_key));
  symmetric_.mix_key(shared.reveal());
  return {};
}

// -> e, es
Result<Bytes> Noise::write_1(ByteView payload, Random& random) {
  Writer message;
  write_ephemeral(message, random);
  TRY_VOID(mix_agreement(ephemeral_.reveal(), peer_.view()));
  return message.bytes(symmetric_.seal(payload)).take();
}

Result<Bytes> Noise::read_1(ByteView message) {
  Reader reader{message};
  read_ephemeral(reader);
  if (reader.failed()) return fail(Errc::malformed, "a handshake message cut short");
  TRY_VOID(mix_agreement(static_.reveal(), peer_ephemeral_));
  return symmetric_.open(reader.rest());
}

// <- e, ee
Result<Bytes> Noise::write_2(ByteView payload, Random& random) {
  Writer message;
  write_ephemeral(message, random);
  TRY_VOID(mix_agreement(ephemeral_.reveal(), peer_ephemeral_));
  return message.bytes(symmetric_.seal(payload)).take();
}

Result<Bytes> Noise::read_2(ByteView message) {
  Reader reader{message};
  read_ephemeral(reader);
  if (reader.failed()) return fail(Errc::malformed, "a handshake message cut short");
  TRY_VOID(mix_agreement(ephemeral_.reveal(), peer_ephemeral_));
  return symmetric_.open(reader.rest());
}

// -> s, se, psk
Result<Bytes> Noise::write_3(ByteView payload) {
  Writer message;
  message.bytes(symmetric_.seal(own_static_public_));
  TRY_VOID(mix_agreement(static_.reveal(), peer_ephemeral_));
  if (has_psk_) symmetric_.mix_key_and_hash(psk_.reveal());
  return message.bytes(symmetric_.seal(payload)).take();
}

Result<Bytes> Noise::read_3(ByteView message) {
  Reader reader{message};
  const ByteView sealed_static = reader.take(key_bytes + crypto::aead_tag_bytes);
  if (reader.failed()) return fail(Errc::malformed, "a handshake message cut short");
  TRY(const Bytes peer, symmetric_.open(sealed_static));
  peer_ = LinkKey{Reader{peer}.array<key_bytes>()};
  TRY_VOID(mix_agreement(ephemeral_.reveal(), peer_.view()));
  if (has_psk_) symmetric_.mix_key_and_hash(psk_.reveal());
  return symmetric_.open(reader.rest());
}

void Noise::split(Cipher& sending, Cipher& receiving) const {
  if (side_ == Side::initiator) {
    symmetric_.split(sending, receiving);
  } else {
    symmetric_.split(receiving, sending);
  }
}

}  // namespace tocsin::link
