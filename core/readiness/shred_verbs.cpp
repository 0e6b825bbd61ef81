// shred status, and what destroys the keys of campaigns whose action has been closed long enough.
#include <algorithm>

#include "core/model/limits/readiness.h"
#include "core/readiness/days.h"
#include "core/readiness/state.h"
#include "core/readiness/tests.h"

namespace tocsin::readiness {
namespace {

Seconds retention_of(const Charter* charter) {
  return (charter == nullptr ? default_params() : charter->params).privacy.retention;
}

Row campaign_row(const Campaign& campaign,
                 std::size_t pledges,
                 const std::vector<OwnAction>& actions,
                 Seconds retention) {
  Row row{"campaign"};
  row.set("campaign", campaign.name).set("opened", day_text(campaign.opened_day));
  const OwnAction* action = campaign.is_live() ? action_of(campaign, actions) : nullptr;
  const bool is_closed = action != nullptr && action->closed_at;
  row.set("state", !campaign.is_live() ? "SHREDDED" : is_closed ? "CLOSED" : "OPEN");
  row.set("pledges", pledges);
  if (is_closed)
    row.set("call_closed", Value{*action->closed_at})
        .set("shred_at", Value{*action->closed_at + retention});
  if (!campaign.is_live()) row.set("shredded", day_text(campaign.shredded_day));
  return row;
}

// The next key that is due, if that is before the usual look: a rehearsal keeps names for seconds.
Millis until_due(const Campaigns& campaigns,
                 const std::vector<OwnAction>& actions,
                 Seconds retention,
                 WallTime now) {
  Millis wait = limits::shred_look;
  for (const Campaign& campaign : campaigns.all()) {
    const auto at = shred_time(campaign, actions, retention);
    if (campaign.is_live() && at && *at > now) wait = std::min(wait, *at - now);
  }
  return wait;
}

}  // namespace

Reply<Done> Readiness::State::shred_status(const Wish& wish) {
  const Campaigns campaigns{archive};
  Done done;
  std::vector<std::string> live;
  for (const Campaign& campaign : campaigns.all()) {
    if (campaign.is_live()) live.push_back(campaign.name);
    done.rows.push_back(campaign_row(campaign,
                                     read_pledges(archive, campaigns.key(campaign.name)).size(),
                                     wish.around.actions,
                                     retention_of(charter(wish))));
  }
  Row list{"list"};
  list.set("workers", read_roster(archive, campaigns.list_key()).size());
  list.set("tests", read_tests(archive, campaigns.list_key()).size());
  done.rows.push_back(list.set("campaigns", Value{std::move(live)}));
  return done;
}

// The key first, in one row: then nothing opens, whatever is cleared away how slowly.
std::vector<Row> Readiness::State::shred(const Surroundings& around, Now now, Outbox& outbox) {
  if (next_look && now.instant < *next_look) return {};
  next_look = now.instant + limits::shred_look;
  if (!around.charter) return {};
  Campaigns campaigns{archive};
  std::vector<Row> events;
  const Seconds retention = retention_of(&*around.charter);
  for (const std::string& name : shred_due(campaigns, around.actions, retention, now.wall, outbox))
    events.push_back(Row{"event"}.set("event", "campaign.shredded").set("campaign", name));
  next_look = now.instant + until_due(campaigns, around.actions, retention, now.wall);
  if (!forget_dead_rows(archive, campaigns, outbox)) next_look = now.instant + Millis{1};
  return events;
}

}  // namespace tocsin::readiness
