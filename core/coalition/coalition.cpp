#include "core/coalition/coalition.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/coalition/audience.h"
#include "core/coalition/commands.h"
#include "core/coalition/state.h"
#include "core/coalition/view.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

Out one_after_other(Out first, Out then) {
  std::ranges::move(then.posts, std::back_inserter(first.posts));
  std::ranges::move(then.events, std::back_inserter(first.events));
  first.view_changed = first.view_changed || then.view_changed;
  if (then.founded) first.founded = then.founded;
  if (then.relays_changed) {
    first.relays_changed = true;
    first.relays = std::move(then.relays);
  }
  return first;
}

// Time passes first, whatever is asked then; a refusal must not swallow what it brought about.
template <class State, class Act>
auto in_step(State& state, Now now, Outbox& outbox, Act act) {
  Step before{now, outbox, std::exchange(state.pending, {}), {}};
  state.advance(before);
  Step step{now, outbox, {}, {}};
  auto done = act(step);
  if (done) {
    step.out = one_after_other(std::move(before.out), std::move(step.out));
  } else {
    state.pending = std::move(before.out);
  }
  return std::pair{std::move(done), std::move(step)};
}

}  // namespace

Coalition::State::State(Random& chance,
                        const Archive& bulk,
                        const Identity& self,
                        const Snapshot& restored)
    : Reading{chance, bulk, self, restored} {
  // Writes nothing: it only reads again what was accepted. What waits is tried again at the first
  // event.
  Outbox unused;
  Step step{Now{}, unused, {}, {}};
  trace_authority(step);
  if (electorate) exclusions = exclusions_of(*electorate, statements);
}

Coalition::Coalition(Random& random,
                     const Archive& archive,
                     const Identity& identity,
                     const Snapshot& restored)
    : state_{std::make_unique<State>(random, archive, identity, restored)} {}

Coalition::~Coalition() = default;
Coalition::Coalition(Coalition&&) noexcept = default;
Coalition& Coalition::operator=(Coalition&&) noexcept = default;

Result<Out> Coalition::accept(ByteView statement, const DeviceId& bearer, Now now, Outbox& outbox) {
  auto [taken, step] = in_step(*state_, now, outbox, [&](Step& inner) {
    inner.bearer = bearer;
    return state_->arrive(statement, inner);
  });
  if (!taken) return fail(taken.error());
  return std::move(step.out);
}

bool Coalition::owns(std::string_view verb) {
  return verb_rule(verb) != nullptr;
}

Reply<Done> Coalition::command(const Command& command, Now now, Outbox& outbox) {
  auto [done, step] = in_step(*state_, now, outbox, [&](Step& inner) {
    auto answer = state_->dispatch(command, inner);
    std::ranges::copy(inner.out.events, std::back_inserter(inner.rows));
    return answer;
  });
  if (!done) return tl::unexpected<Refusal>{done.error()};
  return Done{std::move(step.rows), std::move(step.out)};
}

Reply<Out> Coalition::add_to_roll(const RollAdd& add, Entry entry, Now now, Outbox& outbox) {
  auto [done, step] = in_step(
      *state_, now, outbox, [&](Step& inner) { return state_->add_to_roll(add, entry, inner); });
  if (!done) return tl::unexpected<Refusal>{done.error()};
  return std::move(step.out);
}

Reply<void> Coalition::may_add_device(std::string_view person) const {
  return state_->may_add_device(person);
}

Reply<std::pair<Coalition::Founding, Out>> Coalition::finish_charter(ByteView draft,
                                                                     Now now,
                                                                     Outbox& outbox) {
  auto [founding, step] =
      in_step(*state_, now, outbox, [&](Step& inner) { return state_->finish(draft, inner); });
  if (!founding) return tl::unexpected<Refusal>{founding.error()};
  return std::pair{*std::move(founding), std::move(step.out)};
}

Reply<Out> Coalition::certify_relay(const RelayCard& card,
                                    std::string_view label,
                                    Now now,
                                    Outbox& outbox) {
  auto [done, step] = in_step(
      *state_, now, outbox, [&](Step& inner) { return state_->certify_relay(card, label, inner); });
  if (!done) return tl::unexpected<Refusal>{done.error()};
  return std::move(step.out);
}

std::vector<RelayCert> Coalition::relays() const {
  return state_->relays();
}

std::set<LinkKey> Coalition::dropped_relays() const {
  return state_->dropped_relays();
}

Reply<Done> Coalition::publish_report(const Report& counts, Now now, Outbox& outbox) {
  auto [done, step] = in_step(
      *state_, now, outbox, [&](Step& inner) { return state_->publish_report(counts, inner); });
  if (!done) return tl::unexpected<Refusal>{done.error()};
  return Done{std::move(step.rows), std::move(step.out)};
}

std::vector<PublishedReport> Coalition::reports() const {
  return state_->reports();
}

std::vector<OwnAction> Coalition::own_actions(WallTime now) const {
  return state_->own_actions(now);
}

bool Coalition::has_pending_target(WallTime now) const {
  return state_->has_pending_target(now);
}

OrgId Coalition::org_of(const DeviceId& device) const {
  const Resident* found = state_->directory.find(device);
  return found == nullptr ? OrgId::zero() : found->org;
}

bool Coalition::is_delegate(const DeviceId& device) const {
  const Resident* found = state_->directory.find(device);
  return state_->is_known() && found != nullptr && found->is_delegate;
}

std::optional<Charter> Coalition::charter() const {
  if (!state_->electorate) return std::nullopt;
  return state_->electorate->charter().value;
}

std::optional<StatementId> Coalition::charter_id() const {
  if (!state_->electorate) return std::nullopt;
  return state_->electorate->charter().id;
}

Out Coalition::wake(Now now, Outbox& outbox) {
  Step step{now, outbox, std::exchange(state_->pending, {}), {}};
  state_->advance(step);
  return std::move(step.out);
}

Out Coalition::synced(Now now, Outbox& outbox) {
  Step step{now, outbox, std::exchange(state_->pending, {}), {}};
  state_->advance(step);
  state_->synced(step);
  return std::move(step.out);
}

Out Coalition::heard_clock(const LinkKey& peer, WallTime minute, Now now, Outbox& outbox) {
  Step step{now, outbox, std::exchange(state_->pending, {}), {}};
  state_->heard_clock(peer, minute, step);
  state_->advance(step);
  return std::move(step.out);
}

std::optional<Instant> Coalition::next_wakeup() const {
  return state_->next_wakeup();
}

View Coalition::current(const ChannelPolicy& channel) const {
  if (!state_->electorate) return {};
  return project(whole_view(*state_->electorate, *state_->lineage, state_->statements),
                 *state_->electorate,
                 channel);
}

std::variant<Audience, Audiences::Missing> Coalition::audience(const ChannelPolicy& channel,
                                                               const View& view) const {
  if (!state_->electorate) return Missing{view.charter.ids};
  return audience_under(*state_->lineage, state_->statements, channel, view);
}

bool Coalition::covers(const View& v, const View& w) const {
  return view_covers(v, w, state_->statements);
}

std::vector<Bytes> Coalition::difference(const View& after, const View& before) const {
  std::vector<Bytes> out;
  for (const StatementId& id : view_difference(after, before, state_->statements)) {
    if (const Accepted* found = state_->statements.find(id))
      out.push_back(wire::encode(found->statement));
  }
  return out;
}

std::vector<Bytes> Coalition::wanted(const std::vector<StatementId>& missing) const {
  std::vector<Bytes> out;
  for (const StatementId& id : wanted_ids(missing, state_->statements))
    out.push_back(wire::encode(state_->statements.find(id)->statement));
  return out;
}

std::vector<Bytes> Coalition::state() const {
  return state_->state_proof();
}

std::optional<OrgId> Coalition::delegate_org(const Statement& statement) const {
  const Resident* author = state_->directory.find(statement.author);
  if (author == nullptr || !(author->is_delegate || author->was_delegate)) return std::nullopt;
  if (!statement.is_signed_by(author->keys.idk)) return std::nullopt;
  return author->org;
}

}  // namespace tocsin::coalition
