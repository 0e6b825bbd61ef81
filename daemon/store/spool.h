// The bytes of a spool: what came while the profile was sealed, readable only with a key that lies
// in the store (ARCHITECTURE §6).
//   header  version u8 | public key 32
//   entry   length u32 | check u64 | sealed box of: stamped u8 | [stamp key 32 | signature 64] |
//           envelope
// The check tells a torn tail from a whole entry without the key; it proves nothing to anybody.
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/agree.h"
#include "core/model/envelope.h"

namespace tocsin::store {

inline constexpr const char* spool_name = "spool";
inline constexpr std::size_t spool_header_bytes = 1 + std::tuple_size_v<crypto::AgreePublicKey>;
inline constexpr std::size_t spool_entry_head_bytes = 4 + 8;

struct SpooledEnvelope {
  Envelope envelope;
  std::optional<Stamp> stamp;
};

Bytes spool_header(const crypto::AgreePublicKey& key);
// Nothing: not a header, or only a part of one.
std::optional<crypto::AgreePublicKey> spool_key_of(ByteView file);

// unauthenticated: a key of small order.
Result<Bytes> spool_entry(Random& random,
                          const crypto::AgreePublicKey& key,
                          const Envelope& envelope,
                          const std::optional<Stamp>& stamp);

// The sealed box of the first entry, if it is whole; `rest` goes on behind it. Else nothing, and
// `rest` stays: the tail is torn, or the window too short.
std::optional<ByteView> take_spool_entry(ByteView& rest, const crypto::AgreePublicKey& key);

// unauthenticated: another key's; malformed: sealed by somebody who knows the public key only.
Result<SpooledEnvelope> open_spool_entry(ByteView secret, ByteView sealed);

}  // namespace tocsin::store
