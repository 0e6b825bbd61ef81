// A signed object as bytes: the only place that builds a signature input and an id.
//
//   Statement  suite u8 | mode u8 | type u8 | coalition[32] | author[32] |
//              length u32 | body | sig[64]
//   input      "tocsin-v1" | u32 34 | coalition mode suite | u32 len | type | u32 len | body
//
// Fixed layout, no protobuf; body <= 60,000 bytes. Bytes: docs/protocol/statements.md.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/crypto/sign.h"
#include "core/model/ids.h"

namespace tocsin {

enum class StatementType : std::uint8_t {
  charter = 1,
  manifest = 2,
  roll = 3,
  freeze = 4,
  proposal = 5,
  signoff = 6,
  call = 7,
  stop = 8,
  ack = 9,
  report = 10,
  debrief = 11,
  relay_cert = 12,
  relay_drop = 13,
  device = 64,
  keys = 65,
  channel = 66,
  epoch = 67,
  repair = 68,
  join = 69,
  reveal = 70
};

// "charter", "manifest" ... : the type name inside the signature input.
std::string_view type_name(StatementType type);
Result<StatementType> statement_type(std::uint8_t byte);  // malformed: unknown

// What a signature is valid for.
struct Domain {
  CoalitionId coalition;
  Mode mode;
  std::uint8_t suite = suite_1;
  friend bool operator==(const Domain&, const Domain&) = default;
};

// `type` is free text here because envelopes and mesh lists sign under their own names
// ("admission", "record", "mesh_list", "handover", "stamp").
Bytes signature_input(const Domain& domain, std::string_view type, ByteView body);
StatementId statement_id(ByteView input);

struct Statement {
  Domain domain;
  StatementType type;
  DeviceId author;
  Bytes body;
  crypto::Signature signature;

  StatementId id() const;  // hashes the body: keep the result
  Bytes input() const;
  bool is_signed_by(const crypto::SignPublicKey& key) const;
  friend bool operator==(const Statement&, const Statement&) = default;
};

inline constexpr std::size_t statement_body_bytes_max = 60'000;

Statement sign_statement(
    const Domain& domain, StatementType type, DeviceId author, Bytes body, ByteView idk_seed);

// The first field of every governance body (not of key statements).
struct Head {
  DeviceId author = DeviceId::zero();
  OrgId org = OrgId::zero();  // zero in manifest v1
  WallTime at;
  std::uint64_t seq = 0;  // slot (device, seq)
  friend auto operator<=>(const Head&, const Head&) = default;
};

}  // namespace tocsin
