// Epochs that the first of some ChannelDevices makes, and what their secrets are known by.
#pragma once

#include "core/channel/epoch.h"
#include "tests/support/channel_devices.h"

namespace tocsin::tests {

inline channel::MadeEpoch make_epoch(ChannelDevices& devices,
                                     const Audience& audience,
                                     const channel::ParentEpoch* parent,
                                     bool is_refresh = true) {
  const auto keys = devices.newest_keys();
  const channel::EpochWish wish{
      devices.domain, devices.channel, View{}, audience, parent, keys, {}, is_refresh, devices.day};
  return channel::create_epoch(devices.random, devices[0].keys, wish);
}

inline Bytes fingerprint(const channel::EpochSecrets& secrets) {
  return Writer{}
      .bytes(secrets.fwd.encode())
      .bytes(secrets.snd.encode())
      .bytes(secrets.days.encode())
      .bytes(secrets.exp.reveal())
      .take();
}

}  // namespace tocsin::tests
