// Every id of the system as its own type. An id names one thing; where the wire has zeros, the
// value is absent.
#pragma once

#include <cstdint>

#include "core/base/id.h"

namespace tocsin {

using CoalitionId = Id<struct CoalitionTag, 32>;  // id of charter version 1
using OrgId = Id<struct OrgTag, 32>;              // id of the org's manifest version 1
using DelegateId = Id<struct DelegateTag, 16>;    // a person who signs for an org
using DeviceId = Id<struct DeviceTag, 32>;        // H("device", idk, ltk)
using StatementId = Id<struct StatementTag, 32>;  // BLAKE2b-256 of the signature input
using ChannelId = Id<struct ChannelTag, 32>;
using EpochId = Id<struct EpochTag, 32>;
using RecordId = Id<struct RecordTag, 32>;
using FileId = Id<struct FileTag, 32>;  // of name, size and content
using EnvelopeId = Id<struct EnvelopeTag, 32>;
using ProofId = Id<struct ProofTag, 32>;      // mandate id and its like
using Route = Id<struct RouteTag, 16>;        // H("route", admission key)[0..16)
using PeerId = Id<struct PeerTag, 16>;        // H("peer", link key)[0..16)
using LinkKey = Id<struct LinkKeyTag, 32>;    // X25519 Noise static, public half
using GrantKey = Id<struct GrantKeyTag, 32>;  // X25519, public half
using MeshTag = Id<struct MeshTagTag, 16>;    // KDF(L, "mesh/tag")[0..16)
using StampKey = Id<struct StampKeyTag, 32>;  // Ed25519, public half

// Drawn by the driver or the core, never reused: a late callback finds nothing.
enum class LinkId : std::uint64_t {};
enum class DialId : std::uint64_t {};
enum class RequestId : std::uint64_t {};  // one per command, in the daemon's life

inline constexpr std::uint8_t suite_1 = 1;

// statements.md §3. Relay-checked types use `none`: relays do not know rehearsals.
enum class Mode : std::uint8_t {
  none = 0,
  actual = 1,
  exercise = 2,
  rehearsal = 3,
  rehearsal_exercise = 4
};

constexpr bool is_drill(Mode mode) {
  return mode == Mode::exercise || mode == Mode::rehearsal_exercise;
}

constexpr bool is_rehearsal(Mode mode) {
  return mode == Mode::rehearsal || mode == Mode::rehearsal_exercise;
}

}  // namespace tocsin
