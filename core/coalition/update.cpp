// A narrowing update: some targets of a call are dropped, others start later. It is an abort and
// holds like any other; what was called is never rewritten, and nothing can be widened this way.
#include <algorithm>
#include <map>

#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

Stop stop_of(StopKind kind, const StatementId& call, const Row& arguments) {
  Stop out;
  out.kind = kind;
  out.subject = call;
  out.reason = arguments.text("reason").value_or("");
  return out;
}

}  // namespace

// One abort for all that is dropped, one hold per time.
Reply<std::vector<Stop>> Reading::narrowing(const Accepted& call,
                                            const Row& arguments,
                                            Now now) const {
  std::set<Target> named;
  Stop drop = stop_of(StopKind::abort, call.id, arguments);
  std::map<WallTime, Stop> holds;
  const auto take = [&](const std::string& text, Stop& into) -> Reply<void> {
    const auto target = named_target(text, call);
    if (!target) return tl::unexpected<Refusal>{target.error()};
    if (!named.insert(*target).second)
      return refuse(Exit::usage, "E_USAGE", "a target is named once: " + text);
    into.targets.push_back(*target);
    return {};
  };
  for (const std::string& text : arguments.texts("drop"))
    if (auto taken = take(text, drop); !taken) return tl::unexpected<Refusal>{taken.error()};
  for (const Row& row : arguments.rows("postpone")) {
    const WallTime until = row.time("until").value_or(WallTime{});
    if (until <= now.wall)
      return refuse(Reason::hold, Exit::usage, "that time is past", "--postpone TARGET=TIME");
    Stop& hold =
        holds.try_emplace(until, stop_of(StopKind::hold, call.id, arguments)).first->second;
    hold.at = until;
    auto taken = take(row.text("target").value_or(""), hold);
    if (!taken) return tl::unexpected<Refusal>{taken.error()};
  }
  std::vector<Stop> out;
  if (!drop.targets.empty()) out.push_back(std::move(drop));
  for (auto& [until, hold] : holds) out.push_back(std::move(hold));
  for (Stop& stop : out) std::ranges::sort(stop.targets);
  if (!out.empty()) return out;
  return refuse(Exit::usage,
                "E_USAGE",
                "an update drops or postpones targets; more are called by another wave",
                "--drop TARGET, --postpone TARGET=TIME");
}

Reply<void> Coalition::State::update(const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& call = **found;
  if (call.statement.type != StatementType::call)
    return refuse(Exit::usage, "E_TYPE", "only a call is updated", "tocsin status");
  if (proposal_of(statements, call.id) == nullptr)
    return refuse(Reason::missing, Exit::later, "the proposal it belongs to is not here yet");
  auto stops = narrowing(call, arguments, step.now);
  if (!stops) return tl::unexpected<Refusal>{stops.error()};
  for (const Stop& stop : *stops)
    if (auto may = may_stop(stop, call, step.now); !may) return may;
  const auto window = ready_to_sign(call, arguments, step.now);
  if (!window) return tl::unexpected<Refusal>{window.error()};
  reviews.close(call.id, step.outbox);
  for (Stop& stop : *stops) {
    auto done = issue_stop(std::move(stop), call, window->language, step);
    if (!done) return done;
  }
  return {};
}

}  // namespace tocsin::coalition
