// Bodies of the statements of channel.md §1: device, keys, channel, epoch, join. The signature over
// the received bytes was checked before, or is checked with the key inside (device, join). Read
// them with decode_signed (canonical.h). Next: core/model/device.h, core/model/epoch.h,
// docs/protocol/channel.md.
#pragma once

#include "core/model/channel_definition.h"
#include "core/model/device.h"
#include "core/model/epoch.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<DeviceStatement>(const DeviceStatement& value);
template <>
Result<DeviceStatement> decode<DeviceStatement>(ByteView bytes);

template <>
Bytes encode<KeysStatement>(const KeysStatement& value);
template <>
Result<KeysStatement> decode<KeysStatement>(ByteView bytes);

template <>
Bytes encode<ChannelDefinition>(const ChannelDefinition& value);
template <>
Result<ChannelDefinition> decode<ChannelDefinition>(ByteView bytes);

template <>
Bytes encode<EpochAnnouncement>(const EpochAnnouncement& value);
template <>
Result<EpochAnnouncement> decode<EpochAnnouncement>(ByteView bytes);

template <>
Bytes encode<JoinStatement>(const JoinStatement& value);
template <>
Result<JoinStatement> decode<JoinStatement>(ByteView bytes);

}  // namespace tocsin::wire
