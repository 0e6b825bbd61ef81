// The custom channels this device knows of: their statements, by id. One comes with a Welcome into
// its first epoch, and counts once papers here show that a delegate signed it who is himself in it;
// papers may come later than the Welcome. Next: core/model/channel_definition.h, channel.md §2.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/model/channel_definition.h"
#include "core/model/statement.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

struct Custom {
  ChannelId id;
  Bytes statement;  // encoded
  ChannelDefinition definition;
  DeviceId from;          // who brought it
  WallTime since;         // when
  bool is_known = false;  // a delegate signed it; else it waits

  ChannelPolicy policy() const;
  // malformed: no statement of a channel, one that no delegate could have meant, or another
  // domain's. Of our own rows it was checked before.
  static Result<Custom> read(ByteView encoded, const std::optional<Domain>& domain = std::nullopt);
};

class Customs {
 public:
  explicit Customs(const Snapshot& restored);

  // One of ours, or one that was just found to count.
  const Custom& add(Custom custom, Outbox& outbox);
  // malformed: no `channel` statement of this domain. Over a bound the bringer's oldest goes.
  Result<ChannelId> offer(
      ByteView statement, const Domain& domain, const DeviceId& from, WallTime now, Outbox& outbox);
  // Those whose author's papers are here now become known, or are let go if they break a rule.
  // Those that became known.
  std::vector<const Custom*> settle(const Audiences& audiences, Outbox& outbox);
  void expire(WallTime now, Outbox& outbox);

  const Custom* find(const ChannelId& id) const;
  // Oldest first.
  std::vector<const Custom*> known() const;
  // How many this delegate's device made within the year before `at`.
  std::size_t made_by(const DeviceId& author, WallTime at) const;

 private:
  void forget(const ChannelId& id, Outbox& outbox);

  std::map<ChannelId, Custom> customs_;
};

// Whether a part of it is for this delegate's device.
bool selects_delegate(const ChannelDefinition& definition,
                      const OrgId& org,
                      const DeviceId& device);

}  // namespace tocsin::channel
