// What an org's manifest, a roll entry and a freeze say (coalition.md §3).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/device.h"
#include "core/model/ids.h"
#include "core/model/statement.h"

namespace tocsin {

struct Delegate {
  DelegateId id;
  std::string handle;               // <= 40 bytes
  std::vector<DeviceKeys> devices;  // 1 to 4
  friend auto operator<=>(const Delegate&, const Delegate&) = default;
};

struct Steward {
  std::string handle;
  std::vector<DeviceId> devices;
  std::vector<std::string> lists;  // workplace codes of the roster lists it keeps
  friend auto operator<=>(const Steward&, const Steward&) = default;
};

struct Cutoff {
  DeviceId device;
  std::uint64_t last_seq;
  friend auto operator<=>(const Cutoff&, const Cutoff&) = default;
};

struct Manifest {
  Head head;
  std::uint32_t version = 1;
  StatementId prev = StatementId::zero();
  std::vector<StatementId> skips;
  std::string name;
  std::uint32_t k = 0;
  std::vector<Delegate> delegates;  // sorted by id
  std::vector<Steward> stewards;    // sorted by handle
  std::vector<Cutoff> dropped;
  WallTime valid_until;
  bool is_closed = false;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

struct RollAdd {
  DeviceKeys keys;
  std::string person;           // handle
  crypto::Signature signature;  // of the device's own `device` statement
  friend auto operator<=>(const RollAdd&, const RollAdd&) = default;
};

struct Roll {
  Head head;
  StatementId prev = StatementId::zero();  // this steward device's last entry
  std::vector<RollAdd> adds;
  std::vector<Cutoff> removes;
  friend bool operator==(const Roll&, const Roll&) = default;
};

struct Freeze {
  Head head;
  DelegateId delegate;
  StatementId thaw = StatementId::zero();  // the freeze it lifts; zero in a freeze
  std::string reason;
  friend bool operator==(const Freeze&, const Freeze&) = default;
};

}  // namespace tocsin
