// Campaigns and their keys (readiness.md §7). Names, pledges and salts lie under a campaign's key,
// which is destroyed when its action has been closed for as long as the charter keeps such things;
// what was signed and published remains. The list of workers and their tests serve every campaign,
// so their key lies beside each campaign's own and is gone with the last of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "core/model/ids.h"
#include "core/readiness/row_key.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

inline constexpr std::string_view default_campaign = "main";

struct Campaign {
  std::string name;
  std::uint32_t opened_day = 0;
  std::uint32_t shredded_day = 0;  // 0: its key is there
  // When the last one of this name was shredded: what is older does not come back from others.
  std::uint32_t before_day = 0;

  bool is_live() const { return shredded_day == 0; }

  std::uint32_t destroyed_day() const {
    return shredded_day > before_day ? shredded_day : before_day;
  }

  friend auto operator<=>(const Campaign&, const Campaign&) = default;
};

class Campaigns {
 public:
  explicit Campaigns(const Archive& archive);

  std::vector<Campaign> all() const;  // by name
  const Campaign* find(std::string_view name) const;
  // Null: there is none, or it was destroyed.
  const RowKey* key(std::string_view name) const;

  const RowKey* list_key() const { return list_key_ ? &*list_key_ : nullptr; }

  // When the list was last destroyed with its last campaign; 0: never.
  std::uint32_t list_shredded_day() const { return list_shredded_day_; }

  // With a fresh key, if it is not open. One that was shredded begins anew.
  const RowKey& open(std::string_view name, std::uint32_t day, Random& random, Outbox& outbox);
  // The key of the list; where no campaign is open, the default one is opened.
  const RowKey& open_list(std::uint32_t today, Random& random, Outbox& outbox);
  void shred(std::string_view name, std::uint32_t today, Outbox& outbox);
  bool is_live(const RowTag& tag) const;

 private:
  struct Entry {
    Campaign campaign;
    std::optional<RowKey> key;
  };

  std::map<std::string, Entry, std::less<>> entries_;
  std::optional<RowKey> list_key_;
  std::uint32_t list_shredded_day_ = 0;
};

// An action in which the own org was called, with all its calls: what a campaign ends with.
struct OwnAction {
  StatementId proposal = StatementId::zero();
  WallTime first_t0;                  // of an own target
  std::optional<WallTime> closed_at;  // once all its calls are closed
  friend bool operator==(const OwnAction&, const OwnAction&) = default;
};

// A campaign belongs to the first action that began on the day it was opened, or later.
const OwnAction* action_of(const Campaign& campaign, const std::vector<OwnAction>& actions);
std::optional<WallTime> shred_time(const Campaign& campaign,
                                   const std::vector<OwnAction>& actions,
                                   Seconds retention);

// Destroys the keys that are due. Their names, for those who watch.
std::vector<std::string> shred_due(Campaigns& campaigns,
                                   const std::vector<OwnAction>& actions,
                                   Seconds retention,
                                   WallTime now,
                                   Outbox& outbox);
// Rows that no key opens any more, at most so many at a time; true: that was all.
bool forget_dead_rows(const Archive& archive, const Campaigns& campaigns, Outbox& outbox);

}  // namespace tocsin::readiness
