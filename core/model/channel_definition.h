// What a custom channel is: the body of the statement whose id is the channel's (channel.md §2). It
// never changes; who may read follows manifests and rolls by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "core/base/result.h"
#include "core/model/audience.h"
#include "core/model/ids.h"

namespace tocsin {

struct ChannelDefinition {
  DeviceId author = DeviceId::zero();  // a delegate's, and in the audience
  std::string name;                    // a slug, and neither "assembly" nor "org"
  std::vector<ChannelPart> parts;      // 1 to 64, sorted by org
  WallTime at;
  friend bool operator==(const ChannelDefinition&, const ChannelDefinition&) = default;
};

// A slug that means no other channel. malformed: it is none.
Result<void> check_channel_name(std::string_view name);

// Of one org's delegates and devices that were named, without its members: a list may be shared
// there.
bool is_for_lists(const std::vector<ChannelPart>& parts);

}  // namespace tocsin
