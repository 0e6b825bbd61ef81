#include "core/link/half_open.h"

#include <algorithm>

#include "core/model/limits/link.h"

namespace tocsin::link {

bool is_onion(const NetPrefix& prefix) {
  return prefix == NetPrefix{};
}

std::size_t HalfOpen::count(const NetPrefix& prefix) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      entries_, [&](const auto& entry) { return entry.second.prefix == prefix; }));
}

std::vector<LinkId> HalfOpen::accept(LinkId link, const NetPrefix& prefix, Instant now) {
  const std::size_t most =
      is_onion(prefix) ? limits::half_open_onion_max : limits::half_open_prefix_max;
  const bool is_prefix_full = count(prefix) >= most;
  std::vector<LinkId> closed;
  if (is_prefix_full || entries_.size() >= limits::half_open_max)
    closed.push_back(victim(link, prefix, is_prefix_full, now));
  for (const LinkId gone : closed) entries_.erase(gone);
  if (closed.empty() || closed.front() != link) entries_.emplace(link, Entry{prefix, now});
  return closed;
}

void HalfOpen::passed_gate(LinkId link) {
  const auto found = entries_.find(link);
  if (found != entries_.end()) found->second.has_passed = true;
}

std::optional<LinkId> HalfOpen::oldest(const Choice& among) const {
  std::optional<LinkId> oldest;
  for (const auto& [link, entry] : entries_) {
    if (among.only != nullptr && entry.prefix != *among.only) continue;
    if (entry.has_passed != among.has_passed || entry.accepted >= among.accepted_before) continue;
    if (!oldest || entry.accepted < entries_.at(*oldest).accepted) oldest = link;
  }
  return oldest;
}

LinkId HalfOpen::victim(LinkId newcomer,
                        const NetPrefix& prefix,
                        bool is_prefix_full,
                        Instant now) const {
  // A full prefix makes room for itself; a full house asks the same prefix first, then anybody.
  std::vector<const NetPrefix*> order{&prefix};
  if (!is_prefix_full) order.push_back(nullptr);
  for (const NetPrefix* only : order) {
    if (const auto link = oldest({only, false, Instant::max()})) return *link;
  }
  // An honest handshake is through long before; who still dawdles may go.
  for (const NetPrefix* only : order) {
    if (const auto link = oldest({only, true, now - limits::half_open_grace})) return *link;
  }
  return newcomer;
}

}  // namespace tocsin::link
