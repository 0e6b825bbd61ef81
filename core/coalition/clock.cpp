#include "core/coalition/clock.h"

#include <algorithm>
#include <vector>

#include "core/coalition/state.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {

void PeerClocks::hear(const LinkKey& peer, WallTime minute, Now now) {
  std::erase_if(told_, [&](const auto& one) {
    return now.instant > one.second.at + limits::peer_clock_life;
  });
  if (!told_.contains(peer) && told_.size() >= limits::peer_clocks_max) {
    const auto at = [](const auto& one) { return one.second.at; };
    told_.erase(std::ranges::min_element(told_, {}, at));
  }
  told_.insert_or_assign(peer, Told{minute, now.instant});
}

Agreement PeerClocks::judge(Now now, Seconds skew) const {
  std::vector<WallTime> times;
  for (const auto& [peer, told] : told_) {
    if (now.instant > told.at + limits::peer_clock_life) continue;
    const auto since = std::chrono::duration_cast<Millis>(now.instant - told.at);
    times.push_back(told.minute + limits::peer_clock_step / 2 + since);
  }
  if (times.size() < limits::peer_clocks_min) return Agreement::unknown;
  std::ranges::sort(times);
  const Millis leeway = skew + limits::peer_clock_step / 2;
  // Of an even number both middle ones: between them the honest half may lie.
  const WallTime low = times[(times.size() - 1) / 2] - leeway;
  const WallTime high = times[times.size() / 2] + leeway;
  return now.wall < low || now.wall > high ? Agreement::differs : Agreement::agrees;
}

void Coalition::State::heard_clock(const LinkKey& peer, WallTime minute, Step& step) {
  clocks.hear(peer, minute, step.now);
  if (!electorate) return;
  const Seconds skew = electorate->charter().value.params.fresh.skew;
  if (step.now.wall < decisions.trusted_lower()) return;
  if (clocks.judge(step.now, skew) == Agreement::agrees)
    decisions.agree(step.now.wall, step.outbox);
}

bool Reading::is_clock_suspect(WallTime now) const {
  if (now < decisions.trusted_lower()) return true;
  if (!electorate || !last) return false;
  const Seconds skew = electorate->charter().value.params.fresh.skew;
  return clocks.judge(Now{last->instant, now}, skew) == Agreement::differs;
}

}  // namespace tocsin::coalition
