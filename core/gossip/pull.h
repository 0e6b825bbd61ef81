// What others have announced and we lack (gossip.md §3): up to eight announcers each, whom we
// asked, and whom we ask next. Keyed by the short id under our own id key, so one entry serves all
// links.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/instant.h"
#include "core/model/frame.h"
#include "core/model/ids.h"

namespace tocsin::gossip {

class Missing {
 public:
  struct Announcer {
    LinkId link;
    bool is_call;  // said to hold it with its stamp
  };

  struct Ask {
    ShortId id;
    LinkId link;
  };

  explicit Missing(std::size_t max) : max_{max} {}

  // Whom to ask at once, if anybody.
  std::optional<Ask> announced(ShortId id, LinkId link, HaveKind kind, Now now);
  // It has come: who else said to hold it.
  std::vector<Announcer> take(ShortId id);
  // The link that was asked has it no more, or is silent, or gone: the next announcer. Nobody left:
  // the entry is dropped, a sync will find it.
  std::optional<Ask> not_from(ShortId id, LinkId link, Now now);
  std::vector<Ask> forget(LinkId link, Now now);
  std::vector<Ask> due(Now now);
  std::optional<Instant> next_due() const;

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    bool is_call = false;
    std::vector<Announcer> announcers;
    std::optional<LinkId> asked;
    std::optional<Instant> due;
  };

  Ask ask(ShortId id, Entry& entry, Now now);
  void set_due(ShortId id, Entry& entry, std::optional<Instant> due);

  std::size_t max_;
  std::map<ShortId, Entry> entries_;
  std::set<std::pair<Instant, ShortId>> timers_;
};

}  // namespace tocsin::gossip
