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

Out joined(Out first, Out then) {
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

}  // namespace

Coalition::State::State(Random& chance,
                        const Archive& bulk,
                        const Identity& self,
                        const Snapshot& restored)
    : random{chance},
      archive{bulk},
      identity{self},
      statements{restored},
      slots{restored},
      reviews{restored},
      decisions{restored} {
  // Writes nothing: it only reads again what was accepted. What waits is tried again at the first
  // event.
  Outbox unused;
  Step step{Now{}, unused, {}, {}};
  const auto charters = statements.of(StatementType::charter);
  if (!charters.empty()) learn_authority(step);
}

Coalition::Coalition(Random& random,
                     const Archive& archive,
                     const Identity& identity,
                     const Snapshot& restored)
    : state_{std::make_unique<State>(random, archive, identity, restored)} {}

Coalition::~Coalition() = default;
Coalition::Coalition(Coalition&&) noexcept = default;
Coalition& Coalition::operator=(Coalition&&) noexcept = default;

Result<Out> Coalition::accept(ByteView statement, Now now, Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  TRY_VOID(state_->arrive(statement, step));
  return std::move(step.out);
}

bool Coalition::owns(std::string_view verb) {
  return verb_rule(verb) != nullptr;
}

Reply<Done> Coalition::command(const Command& command, Now now, Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  Out before = std::exchange(step.out, {});
  auto done = state_->dispatch(command, step);
  if (!done) return tl::unexpected<Refusal>{done.error()};
  std::ranges::copy(step.out.events, std::back_inserter(step.rows));
  return Done{std::move(step.rows), joined(std::move(before), std::move(step.out))};
}

Reply<Out> Coalition::add_to_roll(const RollAdd& add, Now now, Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  if (auto done = state_->add_to_roll(add, step); !done)
    return tl::unexpected<Refusal>{done.error()};
  return std::move(step.out);
}

Reply<std::pair<Coalition::Founding, Out>> Coalition::finish_charter(ByteView draft,
                                                                     Now now,
                                                                     Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  auto founding = state_->finish(draft, step);
  if (!founding) return tl::unexpected<Refusal>{founding.error()};
  return std::pair{*std::move(founding), std::move(step.out)};
}

Reply<Out> Coalition::certify_relay(const RelayCard& card,
                                    std::string_view label,
                                    Now now,
                                    Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  if (auto done = state_->certify_relay(card, label, step); !done)
    return tl::unexpected<Refusal>{done.error()};
  return std::move(step.out);
}

std::vector<RelayCert> Coalition::relays() const {
  return state_->relays();
}

Reply<Done> Coalition::publish_report(const Report& counts, Now now, Outbox& outbox) {
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  if (auto done = state_->publish_report(counts, step); !done)
    return tl::unexpected<Refusal>{done.error()};
  return Done{std::move(step.rows), std::move(step.out)};
}

std::vector<PublishedReport> Coalition::reports() const {
  return state_->reports();
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
  Step step{now, outbox, {}, {}};
  state_->advance(step);
  return std::move(step.out);
}

std::optional<Instant> Coalition::next_wakeup() const {
  return state_->next_wakeup();
}

View Coalition::current(const ChannelPolicy& channel) const {
  if (!state_->electorate) return {};
  return project(whole_view(*state_->electorate, state_->statements), *state_->electorate, channel);
}

std::variant<Audience, Audiences::Missing> Coalition::audience(const ChannelPolicy& channel,
                                                               const View& view) const {
  if (!state_->electorate) return Missing{view.charter.ids};
  return audience_under(*state_->electorate, state_->statements, channel, view);
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

std::vector<Bytes> Coalition::state() const {
  return state_->state_proof();
}

}  // namespace tocsin::coalition
