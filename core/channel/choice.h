// Under which epoch to send, or of which one to make a child (channel.md §3): a pure function of
// what is held and of the current audience. Nothing else may choose an epoch. Arrival order and
// authors' clocks play no part.
#pragma once

#include "core/channel/epochs.h"

namespace tocsin::channel {

struct Choice {
  enum class Kind : std::uint8_t {
    outside,  // this device is not in the current audience: it sends nothing
    nothing,  // no epoch is held
    ready,    // `epoch` has exactly the current audience
    grow,     // `epoch` is safe, but somebody new cannot read it: a child of it would do better
    make      // `epoch` is the parent of the seeded child that has to be made first
  };
  Kind kind = Kind::nothing;
  HeldEpoch* epoch = nullptr;
};

Choice pick(Epochs& epochs,
            const Audiences& audiences,
            const ChannelId& channel,
            const Audience& current,
            const DeviceId& me);

// The held epoch with the largest safe audience that `device` can read, other than `but`; null if
// there is none.
HeldEpoch* safe_epoch_with(Epochs& epochs,
                           const Audiences& audiences,
                           const ChannelId& channel,
                           const Audience& current,
                           const DeviceId& device,
                           const EpochId& but);

}  // namespace tocsin::channel
