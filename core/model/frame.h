// What two linked nodes say to each other (link.md §5). Bytes: core/wire/frame_codec.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/model/envelope.h"
#include "core/model/ids.h"

namespace tocsin {

using ShortId = std::uint64_t;  // SipHash of the envelope id under the reader's id key
using SetDigest = std::array<std::uint8_t, 16>;

// Priority queues of a link; 0 is strict, the others 8:4:2:1 by bytes.
enum class Queue : std::uint8_t { call = 0, control = 1, normal = 2, sync = 3, bulk = 4 };

inline constexpr std::uint8_t hello_draining = 2;  // a relay that goes away

struct Hello {
  std::uint8_t protocol = 1;
  std::uint32_t features = 0;
  std::array<std::uint8_t, 16> id_key{};
  std::uint32_t number = 0;  // newest mesh key number held
  std::uint32_t list_seq = 0;
  std::uint8_t flags = 0;  // 1 metered, hello_draining
  friend auto operator<=>(const Hello&, const Hello&) = default;
};
enum class ByeReason : std::uint8_t { full = 1, idle, shutdown, number, twin, abuse };

struct AckCells {
  std::uint64_t cells = 0;
  friend auto operator<=>(const AckCells&, const AckCells&) = default;
};  // core/link's own

struct Bye {
  ByeReason reason = ByeReason::shutdown;
  friend auto operator<=>(const Bye&, const Bye&) = default;
};

struct MeshListFrame {
  Bytes list;
  friend auto operator<=>(const MeshListFrame&, const MeshListFrame&) = default;
};
enum class TicketOp : std::uint8_t { put = 1, drop = 2 };

struct TicketFrame {
  TicketOp op = TicketOp::put;
  std::array<std::uint8_t, 32> ticket{};  // T
  Route route = Route::zero();
  std::uint32_t expiry_hour = 0;
  friend auto operator<=>(const TicketFrame&, const TicketFrame&) = default;
};

struct TicketOk {
  MeshTag tag = MeshTag::zero();
  std::uint8_t status = 0;
  friend auto operator<=>(const TicketOk&, const TicketOk&) = default;
};

struct Push {
  std::optional<Stamp> stamp;
  Bytes envelope;
  friend auto operator<=>(const Push&, const Push&) = default;
};
enum class HaveKind : std::uint8_t { stored = 0, call = 1, bulk = 2, sync = 3 };

struct Have {
  HaveKind kind = HaveKind::stored;
  std::vector<ShortId> ids;
  friend auto operator<=>(const Have&, const Have&) = default;
};

struct Want {
  std::uint8_t flags = 0;
  std::vector<ShortId> ids;
  friend auto operator<=>(const Want&, const Want&) = default;
};

struct Gone {
  std::vector<ShortId> ids;
  friend auto operator<=>(const Gone&, const Gone&) = default;
};

struct SyncOpen {
  std::uint32_t sid = 0;
  std::uint32_t count = 0;
  SetDigest digest{};
  friend auto operator<=>(const SyncOpen&, const SyncOpen&) = default;
};
enum class SyncStatus : std::uint8_t { equal = 0, done = 1, busy = 2 };

struct SyncEnd {
  std::uint32_t sid = 0;
  SyncStatus status = SyncStatus::done;
  friend auto operator<=>(const SyncEnd&, const SyncEnd&) = default;
};

struct SyncDay {
  std::uint16_t day = 0;
  std::uint32_t count = 0;
  SetDigest digest{};
  friend auto operator<=>(const SyncDay&, const SyncDay&) = default;
};

struct SyncDays {
  std::uint32_t sid = 0;
  std::vector<SyncDay> days;
  friend auto operator<=>(const SyncDays&, const SyncDays&) = default;
};

struct SyncGet {
  std::uint32_t sid = 0;
  std::uint16_t day = 0;
  std::uint8_t how = 0;
  std::uint32_t from = 0;
  std::uint16_t credit = 0;
  friend auto operator<=>(const SyncGet&, const SyncGet&) = default;
};

struct SyncList {
  std::uint32_t sid = 0;
  std::uint16_t day = 0;
  bool is_last = false;
  std::vector<ShortId> ids;
  friend auto operator<=>(const SyncList&, const SyncList&) = default;
};

struct UnknownFrame {
  std::uint8_t type = 0;
  friend auto operator<=>(const UnknownFrame&, const UnknownFrame&) = default;
};  // skipped

using Frame = std::variant<Hello,
                           AckCells,
                           Bye,
                           MeshListFrame,
                           TicketFrame,
                           TicketOk,
                           Push,
                           Have,
                           Want,
                           Gone,
                           SyncOpen,
                           SyncDays,
                           SyncGet,
                           SyncList,
                           SyncEnd,
                           UnknownFrame>;

}  // namespace tocsin
