// Devices with keys, and the audience they are: for tests of epochs below the machine.
#pragma once

#include <memory>
#include <vector>

#include "core/channel/epoch.h"
#include "core/model/identity.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

struct ChannelDevice {
  IdentityKeys keys;
  channel::Prekeys prekeys;
};

class ChannelDevices {
 public:
  ChannelDevices(std::uint64_t seed, std::size_t count);

  // Everybody but those at these places; the first is a delegate.
  Audience audience(const std::vector<std::size_t>& without = {}) const;

  // By rank in audience().
  ChannelDevice& operator[](std::size_t at) { return *devices_[at]; }

  std::map<DeviceId, KeysStatement> newest_keys() const;

  SeededRandom random;
  Domain domain;
  ChannelId channel;
  std::uint32_t day = 20'780;

 private:
  std::vector<std::unique_ptr<ChannelDevice>> devices_;  // sorted by id
};

// What an announcement offers, as an accepting device holds it.
struct Offered {
  Offered(const channel::MadeEpoch& made);

  channel::EpochOffer offer() const { return {statement, announcement, seeds, joins}; }

  Statement statement;
  EpochAnnouncement announcement;
  std::map<std::uint16_t, SlotChunk> seeds;
  std::map<std::uint16_t, SlotChunk> joins;
};

}  // namespace tocsin::tests
