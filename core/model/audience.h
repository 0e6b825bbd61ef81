// Who may read a channel. A View names the heads one device goes by; an Audience is the sorted set
// of devices of a channel under a View; the port Audiences is implemented by core/coalition, and
// core/channel asks it and never decides itself (channel.md §2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/device.h"
#include "core/model/ids.h"
#include "core/model/record.h"
#include "core/model/statement.h"

namespace tocsin {

struct Tips {  // 1 to 8 ids, sorted; empty and is_forked: more than can be settled
  std::vector<StatementId> ids;
  bool is_forked = false;
  friend auto operator<=>(const Tips&, const Tips&) = default;
};

struct RollLog {
  DeviceId steward;
  StatementId head;
  std::uint32_t fork = 0;           // 0 = none
  std::vector<StatementId> strays;  // <= 64
  bool all_strays = false;          // ALL: more than 64
  friend auto operator<=>(const RollLog&, const RollLog&) = default;
};

struct OrgView {
  OrgId org;
  Tips manifest;
  std::vector<RollLog> logs;        // sorted by steward
  std::vector<StatementId> marks;   // freezes, thaws; sorted
  std::vector<DeviceId> evidenced;  // devices with evidence against them; sorted
  friend auto operator<=>(const OrgView&, const OrgView&) = default;
};

struct View {
  Tips charter;
  std::vector<OrgView> orgs;  // sorted by org
  friend auto operator<=>(const View&, const View&) = default;
};

inline constexpr std::size_t view_bytes_max = 32 * 1024;

// Sorted by id; a device's rank is its position.
struct Member {
  DeviceId device;
  DeviceKeys keys;
  OrgId org;
  std::string person;  // handle
  bool is_delegate = false;
  friend auto operator<=>(const Member&, const Member&) = default;
};

using Audience = std::vector<Member>;

enum class ChannelKind : std::uint8_t { assembly = 1, org = 2, custom = 3 };

// Whom of one org a custom channel is for: delegates' devices, roll devices, or those named.
struct ChannelPart {
  OrgId org = OrgId::zero();
  bool has_delegates = false;
  bool has_members = false;
  std::vector<DeviceId> devices;  // sorted, <= 64

  bool needs_roll() const { return has_members || !devices.empty(); }

  friend auto operator<=>(const ChannelPart&, const ChannelPart&) = default;
};

// Which devices a channel is for.
struct ChannelPolicy {
  ChannelId id;
  ChannelKind kind;
  OrgId org;                            // of an org channel, else zero
  std::vector<ChannelPart> parts = {};  // of a custom channel: sorted by org, one per org
  friend auto operator<=>(const ChannelPolicy&, const ChannelPolicy&) = default;
};

ChannelId assembly_channel(const CoalitionId& coalition);
ChannelId org_channel(const CoalitionId& coalition, const OrgId& org);

struct Audiences {
  virtual ~Audiences() = default;
  // Merge of all accepted statements, cut down to what this channel depends on, canonical
  // (projection).
  virtual View current(const ChannelPolicy& channel) const = 0;

  // The audience under `view`, or the ids it names that are not known here yet. Sorted by device
  // id.
  struct Missing {
    std::vector<StatementId> ids;
  };

  virtual std::variant<Audience, Missing> audience(const ChannelPolicy& channel,
                                                   const View& view) const = 0;
  // v >= w iff merge(v, w) = v. Both must be resolvable here.
  virtual bool covers(const View& v, const View& w) const = 0;
  // The statements that `after` names and `before` does not (bytes), to be posted before an
  // announcement.
  virtual std::vector<Bytes> difference(const View& after, const View& before) const = 0;
  // What is here of the ids that an answer of audience() misses, with all that completes it.
  virtual std::vector<Bytes> wanted(const std::vector<StatementId>& missing) const = 0;
  // Encoded statements a newcomer to this channel needs to resolve everything (state proof).
  virtual std::vector<Bytes> state() const = 0;
  // The org whose delegate signed it, by papers that stand or stood; none as far as is known here.
  virtual std::optional<OrgId> delegate_org(const Statement& statement) const = 0;
};

// Canonical bytes of a view (sorted everywhere); what an epoch commits to. channel.md §2.
Bytes encode_view(const View& view);
Result<View> decode_view(ByteView bytes);
ViewTag view_tag(const View& projection);  // H("view", encode)[0..8)

}  // namespace tocsin
