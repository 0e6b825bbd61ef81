#include "core/node/batch.h"

#include <algorithm>
#include <iterator>

#include "core/model/limits/driver.h"

namespace tocsin {

Result<Releases> run_batch(
    Node& node, Store& store, Inbox& inbox, Now now, const std::function<bool()>& has_time) {
  Releases releases;
  std::size_t bytes = 0;
  const auto take = [&](Effects effects) {
    bytes += effects.bytes;
    std::ranges::move(effects.releases, std::back_inserter(releases));
    return store.stage(std::move(effects.writes));
  };
  if (node.next_wakeup().value_or(Instant::max()) <= now.instant) TRY_VOID(take(node.wake(now)));
  const auto may_go_on = [&](std::size_t done) {
    // At least one event per batch, or a slow clock would starve the inbox for ever.
    return done == 0 ||
           (done < limits::batch_events_max && bytes < limits::batch_bytes_max && has_time());
  };
  for (std::size_t done = 0; !inbox.empty() && may_go_on(done); ++done) {
    Event event = std::move(inbox.front());
    inbox.pop_front();
    TRY_VOID(take(node.handle(std::move(event), now)));
  }
  TRY_VOID(store.commit());
  return releases;  // nothing can leave before this line: nobody else holds it
}

}  // namespace tocsin
