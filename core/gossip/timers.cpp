// When the machine has to be woken: the earliest of everything that waits.
#include <algorithm>
#include <initializer_list>

#include "core/gossip/state.h"
#include "core/model/limits/link.h"

namespace tocsin::gossip {
namespace {

using When = std::optional<Instant>;

When earliest(std::initializer_list<When> moments) {
  When first;
  for (const When& moment : moments) {
    if (moment) first = std::min(first.value_or(*moment), *moment);
  }
  return first;
}

}  // namespace

std::optional<Instant> Gossip::State::pushes_due(Neighbour& link, Instant now) const {
  if (link.to_push.empty()) return std::nullopt;
  const Held* held = holdings.find(link.to_push.front().id);
  const std::size_t bytes = held == nullptr ? 0 : held->bytes();
  return std::max(
      {link.push_pause, link.out.bytes.when(bytes, now), link.out.envelopes.when(1, now)});
}

std::optional<Instant> Gossip::State::waiting_due(Neighbour& link, Instant now) {
  When pushes;
  if (!link.pushes_waiting.empty()) {
    const std::size_t bytes = link.pushes_waiting.front().envelope.size();
    pushes = std::max(link.in.bytes.when(bytes, now), link.in.envelopes.when(1, now));
  }
  When ids;
  if (!link.ids_waiting.empty()) {
    const Frame& next = link.ids_waiting.front();
    if (const Have* have = std::get_if<Have>(&next))
      ids = link.in.have_ids.when(have->ids.size(), now);
    else if (const Want* wanted = std::get_if<Want>(&next))
      ids = link.in.want_ids.when(wanted->ids.size(), now);
    else
      ids = now;
  }
  return earliest({pushes, ids});
}

std::optional<Instant> Gossip::State::due(Neighbour& link, Instant now) const {
  if (link.is_closing) return std::nullopt;
  When names;
  if (link.hello) names = link.naming_due;
  When offers;
  if (!link.to_offer.empty()) {
    offers = link.offers.size() < limits::outgoing_max ? link.offers_out.when(1, now)
                                                       : link.offers_by_age.front().first;
  }
  When wants = link.wants_silent_at;
  if (!link.wants_unsent.empty()) {
    const std::size_t count = std::min(link.wants_unsent.size(), limits::ids_per_frame_max);
    wants = earliest({wants, link.out.want_ids.when(count, now)});
  }
  When sync;
  if (link.asking)
    sync = link.asking->silent_at;
  else if (link.hello)
    sync = link.next_sync;
  When flags;
  if (link.told_flags != own_flags()) flags = link.out.hellos.when(2, now);
  return earliest(
      {pushes_due(link, now), waiting_due(link, now), names, offers, wants, sync, flags});
}

std::optional<Instant> Gossip::State::next_wakeup() {
  if (is_fill_due || !purge_due || !to_close.empty()) return last.instant;
  When next = earliest(
      {neighbours.next_due(), give_up_due, receipts.next_due(), missing.next_due(), purge_due});
  for (auto& [id, link] : links) next = earliest({next, due(link, last.instant)});
  return next;
}

}  // namespace tocsin::gossip
