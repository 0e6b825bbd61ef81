// A frame of each type, with no field at its default: for round trips, pairs and fuzz seeds.
#pragma once

#include <vector>

#include "core/model/frame.h"

namespace tocsin::tests {

template <std::size_t N>
std::array<std::uint8_t, N> counted(std::uint8_t from) {
  std::array<std::uint8_t, N> out{};
  for (std::uint8_t& byte : out) byte = from++;
  return out;
}

inline std::vector<Frame> one_frame_of_each_type() {
  const Stamp stamp{StampKey{counted<32>(9)}, counted<64>(40)};
  return {Hello{1, 7, counted<16>(1), 3, 4, 1},
          AckCells{77},
          Bye{ByeReason::twin},
          MeshListFrame{Bytes(300, 5)},
          TicketFrame{TicketOp::drop, counted<32>(2), Route{counted<16>(3)}, 491'000},
          TicketOk{MeshTag{counted<16>(4)}, 1},
          Push{std::nullopt, Bytes(512, 6)},
          Push{stamp, Bytes(4096, 7)},
          Have{HaveKind::call, {3, 1, 2}},
          Want{1, {9}},
          Gone{{8, 0xffffffffffffffff}},
          SyncOpen{1, 2, counted<16>(5)},
          SyncDays{1, {{20'000, 3, counted<16>(6)}, {20'001, 4, counted<16>(7)}}},
          SyncGet{1, 20'000, 1, 5, 6},
          SyncList{1, 20'000, true, {1, 2, 0xfffffffffffffffe}},
          SyncEnd{1, SyncStatus::busy},
          UnknownFrame{0x30}};
}

}  // namespace tocsin::tests
