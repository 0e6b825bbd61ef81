// One generation of a channel's keys, as its announcement says it, and what a Welcome carries
// (channel.md §3, channel.md §6). The secrets are in core/channel/epoch.h.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/crypto/agree.h"
#include "core/crypto/hash.h"
#include "core/model/audience.h"
#include "core/model/ids.h"

namespace tocsin {

struct EpochCore {
  ChannelId channel = ChannelId::zero();
  DeviceId author = DeviceId::zero();
  std::array<std::uint8_t, 16> nonce{};
  EpochId parent = EpochId::zero();  // zero: a root
  View view;                         // projected
  std::uint32_t members = 0;         // n
  crypto::Hash roster{};             // H("roster", sorted device ids)
  bool is_seeded = true;
  crypto::AgreePublicKey epk{};
  std::uint32_t created_day = 0;
  friend bool operator==(const EpochCore&, const EpochCore&) = default;
};

// core0: suite u8 | channel 32 | author 32 | nonce 16 | parent 32 | u32 length | view | n u32 |
// roster 32 | seeded u8 | epk 32 | created_day u32. Fixed, because c0 hashes it before any keys.
Bytes encode_core(const EpochCore& core);
Result<EpochCore> decode_core(ByteView bytes);
crypto::Hash roster_hash(const Audience& audience);

// Statement type `epoch` (its author is core.author).
struct EpochAnnouncement {
  EpochCore core;
  std::vector<crypto::Hash> seed_chunks;
  std::vector<crypto::Hash> join_chunks;
  crypto::Hash confirm{};
  friend bool operator==(const EpochAnnouncement&, const EpochAnnouncement&) = default;

  crypto::Hash c0() const;  // H("core0", core0)
  crypto::Hash c1() const;  // H("core1", core0, the seed chunks' hashes in one row)
  EpochId id() const;       // H("epoch", c1, confirm)
};

enum class SlotKind : std::uint8_t { seed = 1, join = 2 };

inline constexpr std::size_t seed_slot_bytes = 48;
inline constexpr std::size_t join_slot_bytes = 60;

// Record `slots`: <= 1,280 seed slots of 48 bytes, or <= 1,024 join slots of 60 bytes.
struct SlotChunk {
  EpochId epoch = EpochId::zero();
  SlotKind kind = SlotKind::seed;
  std::uint16_t index = 0;
  Bytes slots;
  friend bool operator==(const SlotChunk&, const SlotChunk&) = default;

  crypto::Hash hash() const;  // what the announcement commits to: BLAKE2b-256 of the slots
};

// Of one channel: the announcement, the chunk with the reader's join slot, its members' keys.
struct ChannelWelcome {
  Bytes epoch;              // encoded statement
  SlotChunk slots;          // join slots
  std::vector<Bytes> keys;  // encoded statements
  Bytes channel = {};       // of a custom channel: the encoded statement it is made by
  friend bool operator==(const ChannelWelcome&, const ChannelWelcome&) = default;
};

struct Welcome {
  OrgId org = OrgId::zero();  // the reader's
  std::vector<Bytes> state;   // encoded governance statements
  std::vector<ChannelWelcome> channels;
  Bytes mesh_key;   // encoded mesh_key_copy, or empty
  Bytes mesh_list;  // encoded, or empty
  friend bool operator==(const Welcome&, const Welcome&) = default;
};

}  // namespace tocsin
