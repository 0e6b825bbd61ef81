// What travels before two devices share an epoch: the direct seal to one device's join prekey, and
// the reply route of a secret S, on which rank 0 asks and rank 1 answers in pieces (channel.md §6).
// Pure; who may ask is join.h's matter.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/channel/envelope.h"
#include "core/channel/prekeys.h"
#include "core/model/identity.h"

namespace tocsin::channel {

// --- direct seal: to[0..8) | epk 32 | jpk[0..8) | sealed ---
struct DirectTo {
  DeviceId device;
  crypto::AgreePublicKey jpk;
  crypto::AgreePublicKey ltk;
};

// unauthenticated: a public key of small order.
Result<Bytes> seal_direct(Random& random,
                          const CoalitionId& coalition,
                          const DirectTo& to,
                          ByteView body);
bool is_direct_for(const DeviceId& device, ByteView sealed);
Result<Bytes> open_direct(const CoalitionId& coalition,
                          const IdentityKeys& me,
                          const std::vector<Generation>& own,
                          ByteView sealed);

// --- reply routes ---
enum class ReplyKind : std::uint8_t {
  invite = 1,
  founding = 2
};  // which admission label S is used with

struct ReplyKeys {
  Admission admission;
  StepKey header;
  StepKey body;
};

ReplyKeys reply_keys(ReplyKind kind, ByteView secret);
// S of a founding bundle: KDF(file key, "mesh/founding").
StepKey founding_secret(ByteView file_key);

inline constexpr std::uint32_t rank_asks = 0;
inline constexpr std::uint32_t rank_answers = 1;

struct ReplyRecord {
  Header header;
  Bytes content;
};

struct ReplySeal {
  CoalitionId coalition;
  Header header;
  std::uint32_t expiry_hour;
};

Result<Envelope> seal_reply(Random& random,
                            const ReplyKeys& keys,
                            const ReplySeal& place,
                            ByteView content);
Result<ReplyRecord> open_reply(const Envelope& envelope, const ReplyKeys& keys);

// The ask is sealed once more: nonce 24 | sealed, under KDF(S, "request/key").
Bytes seal_request(Random& random, ByteView secret, ByteView request);
Result<Bytes> open_request(ByteView secret, ByteView sealed);

// --- an answer in pieces: to[0..8) | answer id 8 | index u16 | count u16 | piece ---
std::vector<Bytes> in_pieces(Random& random, ByteView sealed);

class Pieces {
 public:
  // The whole answer, once its last piece is here.
  std::optional<Bytes> take(ByteView content);

 private:
  struct Answer {
    std::uint16_t count;
    std::map<std::uint16_t, Bytes> pieces;
  };

  std::map<std::array<std::uint8_t, 8>, Answer> answers_;
};

}  // namespace tocsin::channel
