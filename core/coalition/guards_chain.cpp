// What this device refuses to sign of charters and manifests, and what it refuses because of one it
// has approved (decisions.md §6).
#include <algorithm>

#include "core/coalition/amendment.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {

Reply<void> Reading::may_approve_charter(const Accepted& about, Now now) const {
  if (is_clock_suspect(now.wall))
    return refuse(Reason::clock,
                  Exit::clock,
                  "this clock is behind a call that was certified later",
                  "set the clock, then again");
  const Charter& next = about.as<Charter>();
  const Signed<Charter>& stands = lineage->charters().last();
  if (next.prev != stands.id)
    return refuse(Reason::charter_stale,
                  Exit::held,
                  "it does not follow the charter that stands",
                  "tocsin charter show");
  if (next.effective_at < now.wall + stands.value.params.start.hold)
    return refuse(Reason::hold,
                  Exit::not_met,
                  "too little time is left before it would take effect",
                  "draft it again with a later effective_at");
  return {};
}

// To draft and to sign a manifest.
Reply<void> Reading::may_list(const Manifest& next) const {
  if (!suits_charter(next))
    return refuse(Reason::lint,
                  Exit::invalid,
                  "lifetime or number of delegates are not what the charter in force says",
                  "tocsin charter show");
  if (lists_key_of_another(next))
    return refuse(Reason::key_dup,
                  Exit::invalid,
                  "it lists a device that another organization lists: that would speak for neither",
                  "leave it out, or give that person a device of their own: tocsin init");
  return {};
}

Reply<void> Reading::may_approve_manifest(const Accepted& about) const {
  const Manifest& next = about.as<Manifest>();
  if (next.head.org != own_org())
    return refuse(
        Reason::delegate, Exit::permission, "a manifest is signed by the delegates of its own org");
  if (auto may = may_list(next); !may) return may;
  if (next.prev != lineage->manifests().at(own_org()).last().id)
    return refuse(Reason::charter_stale,
                  Exit::held,
                  "it does not follow the manifest that stands",
                  "tocsin manifest show");
  return {};
}

// Who has approved an amendment starts nothing that it would make void.
Reply<void> Reading::is_not_locked(const StatementId& charter,
                                   const StatementId& proposal,
                                   const StatementId* call,
                                   Now now) const {
  const Charter* under = statements.find_as<Charter>(charter);
  for (const Accepted* draft : statements.of(StatementType::charter)) {
    const Charter& next = draft->as<Charter>();
    const bool is_later = under != nullptr && next.version > under->version;
    const auto known = states.find(draft->id);
    const bool has_fallen = known != states.end() && known->second == "FALLEN";
    if (!is_later || has_fallen || carries(next, proposal, call)) continue;
    if (!has_approved(draft->id, now)) continue;
    return refuse(Reason::charter_stale,
                  Exit::held,
                  "this device has approved an amendment that does not carry this",
                  "withdraw that first: tocsin withdraw " + draft->id.short_hex());
  }
  return {};
}

// And has not withdrawn it, nor let it expire before it was complete.
bool Reading::has_approved(const StatementId& charter, Now now) const {
  const Signoff* newest = nullptr;
  for (const Accepted* accepted : statements.about(charter, StatementType::signoff)) {
    const Signoff& signoff = accepted->as<Signoff>();
    const bool is_own = signoff.head.author == identity.keys->id;
    if (is_own && (newest == nullptr || signoff.head.seq > newest->head.seq)) newest = &signoff;
  }
  if (newest == nullptr || newest->stance != Stance::approve) return false;
  return newest->valid_until >= now.wall || lineage->complete().contains(charter);
}

}  // namespace tocsin::coalition
