#include "core/coalition/closing.h"

#include <algorithm>
#include <vector>

#include "core/coalition/debrief.h"
#include "core/coalition/standing.h"

namespace tocsin::coalition {
namespace {

std::vector<const Accepted*> certified_calls(const Picture& picture, const Accepted& proposal) {
  auto calls = picture.statements.about(proposal.id, StatementType::call);
  std::erase_if(calls, [&](const Accepted* call) {
    return !picture.decisions.first_seen(call->id).has_value();
  });
  return calls;
}

// Of the calls that ran and are over. By their standing, as everybody is told of it: a vote that
// nobody answered ends a call and decides nothing that is kept.
std::vector<Closing> closings(const Picture& picture, const Accepted& proposal, WallTime now) {
  std::vector<Closing> out;
  for (const Accepted* call : certified_calls(picture, proposal))
    if (auto closing = call_standing(picture, *call, now).closing)
      out.push_back(*std::move(closing));
  return out;
}

std::optional<WallTime> last_due(const std::vector<Closing>& all) {
  if (all.empty()) return std::nullopt;
  return std::ranges::max(all, {}, &Closing::due).due;
}

// A plan that may still call a wave is not over, though nothing runs.
std::optional<WallTime> last_wave_by(const Picture& picture, const Accepted& proposal) {
  std::uint32_t waves = 0;
  for (const Accepted* call : certified_calls(picture, proposal))
    waves = std::max(waves, call->as<Call>().wave);
  if (waves >= proposal.as<Proposal>().max_waves) return std::nullopt;
  return proposal.as<Proposal>().not_after;
}

}  // namespace

std::optional<WallTime> looks_again_at(const Picture& picture,
                                       const Accepted& proposal,
                                       WallTime now) {
  const auto due = last_due(closings(picture, proposal, now));
  const auto wave = last_wave_by(picture, proposal);
  if (due && wave && *wave >= now) return std::min(*due, *wave + Millis{1});
  return due;
}

bool is_closed(const Picture& picture, const Accepted& proposal, WallTime now) {
  const std::vector<Closing> all = closings(picture, proposal, now);
  const auto due = last_due(all);
  if (!due) return false;
  if (now >= *due) return true;
  const auto wave = last_wave_by(picture, proposal);
  const bool may_go_on = wave && now <= *wave;
  return !may_go_on &&
         std::ranges::all_of(all, [](const Closing& closing) { return closing.owing.empty(); });
}

}  // namespace tocsin::coalition
