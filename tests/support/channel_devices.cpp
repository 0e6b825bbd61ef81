#include "tests/support/channel_devices.h"

#include <algorithm>

namespace tocsin::tests {

ChannelDevices::ChannelDevices(std::uint64_t seed, std::size_t count)
    : random{seed},
      domain{CoalitionId{crypto::blake2b_256(as_bytes("coalition"))}, Mode::actual},
      channel{crypto::blake2b_256(as_bytes("channel"))} {
  for (std::size_t at = 0; at < count; ++at) {
    crypto::SignSeed idk = crypto::make_sign_seed(random);
    crypto::AgreeKey ltk = crypto::make_agree_key(random);
    const DeviceKeys keys{crypto::sign_public_key(idk.reveal()),
                          crypto::agree_public_key(ltk.reveal())};
    auto device = std::make_unique<ChannelDevice>(
        ChannelDevice{IdentityKeys{std::move(idk), std::move(ltk), keys, device_id(keys)},
                      channel::Prekeys{Snapshot{}}});
    Outbox outbox;
    device->prekeys.renew(random, domain, device->keys, day, outbox);
    devices_.push_back(std::move(device));
  }
  std::ranges::sort(devices_, {}, [](const auto& device) { return device->keys.id; });
}

Audience ChannelDevices::audience(const std::vector<std::size_t>& without) const {
  Audience out;
  for (std::size_t at = 0; at < devices_.size(); ++at) {
    if (std::ranges::find(without, at) != without.end()) continue;
    const IdentityKeys& keys = devices_[at]->keys;
    out.push_back(Member{keys.id, keys.device, OrgId::zero(), "person", at == 0});
  }
  return out;
}

std::map<DeviceId, KeysStatement> ChannelDevices::newest_keys() const {
  std::map<DeviceId, KeysStatement> out;
  for (const auto& device : devices_)
    out.emplace(device->keys.id, device->prekeys.newest_own()->keys);
  return out;
}

Offered::Offered(const channel::MadeEpoch& made)
    : statement{made.statement}, announcement{made.announcement} {
  for (const SlotChunk& chunk : made.chunks)
    (chunk.kind == SlotKind::seed ? seeds : joins).emplace(chunk.index, chunk);
}

}  // namespace tocsin::tests
