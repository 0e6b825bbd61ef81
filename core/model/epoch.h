// One generation of a channel's keys, as its announcement says it (keys.md §6).
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

// Statement type `epoch` (its author is core.author).
struct EpochAnnouncement {
  EpochCore core;
  std::vector<crypto::Hash> seed_chunks;
  std::vector<crypto::Hash> join_chunks;
  crypto::Hash confirm{};
  friend bool operator==(const EpochAnnouncement&, const EpochAnnouncement&) = default;
};

enum class SlotKind : std::uint8_t { seed = 1, join = 2 };

// Record `slots`: <= 1,280 seed slots of 48 bytes, or <= 1,024 join slots of 60 bytes.
struct SlotChunk {
  EpochId epoch = EpochId::zero();
  SlotKind kind = SlotKind::seed;
  std::uint16_t index = 0;
  Bytes slots;
  friend bool operator==(const SlotChunk&, const SlotChunk&) = default;
};

}  // namespace tocsin
