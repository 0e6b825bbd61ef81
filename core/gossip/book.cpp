#include "core/gossip/book.h"

#include <algorithm>
#include <utility>

#include "core/base/ensure.h"
#include "core/model/limits/gossip.h"
#include "core/wire/address_codec.h"

namespace tocsin::gossip {
namespace {

constexpr std::uint32_t doublings_max = 16;
constexpr Seconds full_patience{600};

// Known addresses keep their back-off, and a dial under way stays one.
void set_addresses(Book::Entry& entry, const std::vector<Address>& addresses) {
  std::vector<Book::Attempt> next;
  for (const Address& address : addresses) {
    const auto known = std::ranges::find(entry.attempts, address, &Book::Attempt::address);
    next.push_back(known == entry.attempts.end() ? Book::Attempt{address, 0, Instant::min()}
                                                 : *known);
  }
  entry.attempts = std::move(next);
  if (entry.dialling && *entry.dialling >= entry.attempts.size()) entry.dialling.reset();
}

Millis backoff(std::uint32_t tries, bool is_relay, Random& random) {
  const Millis most = is_relay ? Millis{limits::relay_backoff_max} : Millis{limits::backoff_max};
  Millis wait{limits::backoff_first};
  for (std::uint32_t i = 0; i < std::min(tries, doublings_max) && wait < most; ++i) wait *= 2;
  wait = std::min(wait, most);
  return random.between(wait / 2, wait + wait / 2);
}

}  // namespace

Book::Book(const std::vector<StoredRow>& peers) {
  for (const StoredRow& row : peers) {
    const auto key = LinkKey::from(row.key);
    ENSURE(key.has_value());
    Reader reader{row.value};
    const auto addresses = wire::read_addresses(reader);
    ENSURE(addresses.has_value() && reader.finished());
    Entry& pinned = entry(*key);
    pinned.is_pinned = true;
    set_addresses(pinned, *addresses);
  }
}

void Book::pin(const LinkKey& key, const std::vector<Address>& addresses, Outbox& outbox) {
  Entry& pinned = entry(key);
  pinned.is_pinned = true;
  set_addresses(pinned, addresses);
  Writer row;
  wire::write_addresses(row, addresses);
  outbox.keep(Table::peers, key.bytes(), row.take());
}

bool Book::unpin(const LinkKey& key, Outbox& outbox) {
  const auto found = entries_.find(key);
  if (found == entries_.end() || !found->second.is_pinned) return false;
  found->second.is_pinned = false;
  outbox.forget(Table::peers, key.bytes());
  drop_unwanted();
  return true;
}

void Book::list(const std::vector<ListedRelay>& relays, const std::optional<LinkKey>& self) {
  for (auto& [key, old] : entries_) old.is_listed = false;
  for (const ListedRelay& relay : relays) {
    if (relay.key == self) continue;
    Entry& listed = entry(relay.key);
    listed.is_listed = true;
    listed.label = relay.label;
    set_addresses(listed, relay.addresses);
  }
  drop_unwanted();
}

void Book::visit(const std::vector<Destination>& places) {
  std::map<LinkKey, std::vector<Address>> by_key;
  for (const Destination& place : places) {
    by_key[place.key].push_back(place.address);
    Entry& visited = entry(place.key);
    // What was tried in vain with another ticket says nothing of this one.
    if (visited.ticket && visited.ticket != place.ticket) {
      for (Attempt& attempt : visited.attempts)
        attempt = Attempt{attempt.address, 0, Instant::min()};
      visited.dialling.reset();
    }
    visited.ticket = place.ticket;
    visited.is_relay_place = place.is_relay;
  }
  for (const auto& [key, addresses] : by_key) {
    if (!entry(key).is_pinned && !entry(key).is_listed) set_addresses(entry(key), addresses);
  }
}

void Book::forget_places() {
  for (auto& [key, visited] : entries_) {
    visited.ticket.reset();
    visited.is_relay_place = false;
  }
  drop_unwanted();
}

void Book::drop_unwanted() {
  std::erase_if(entries_, [](const auto& entry) { return !entry.second.is_wanted(); });
}

const Book::Entry* Book::find(const LinkKey& key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

std::size_t Book::dialling() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      entries_, [](const auto& one) { return one.second.dialling.has_value(); }));
}

std::optional<Instant> Book::due(const LinkKey& key) const {
  const Entry* found = find(key);
  if (found == nullptr || found->attempts.empty() || found->dialling) return std::nullopt;
  return std::ranges::min(found->attempts, {}, &Attempt::due).due;
}

Destination Book::dial(const LinkKey& key, Now now) {
  Entry& to = entry(key);
  ENSURE(!to.attempts.empty() && !to.dialling);
  const auto next = std::ranges::min_element(to.attempts, {}, &Attempt::due);
  to.dialling = static_cast<std::size_t>(next - to.attempts.begin());
  to.dialled_at = now.instant;
  return Destination{key, next->address, to.is_relay(), to.ticket};
}

void Book::failed(const LinkKey& key, Now now, Random& random) {
  const auto found = entries_.find(key);
  if (found == entries_.end() || !found->second.dialling) return;
  Entry& to = found->second;
  Attempt& attempt = to.attempts.at(*to.dialling);
  attempt.due = now.instant + backoff(attempt.tries, to.is_relay(), random);
  ++attempt.tries;
  to.dialling.reset();
}

// Tries are cleared only by a link that lasts: one that dies at once must not be dialled every
// few seconds for ever.
void Book::up(const LinkKey& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  found->second.dialling.reset();
}

void Book::down(const LinkKey& key, bool was_steady, Now now, Random& random) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  for (Attempt& attempt : found->second.attempts) {
    if (was_steady) attempt.tries = 0;
    attempt.due = std::max(attempt.due,
                           now.instant + backoff(attempt.tries, found->second.is_relay(), random));
    if (!was_steady) ++attempt.tries;
  }
}

void Book::full(const LinkKey& key, Now now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  for (Attempt& attempt : found->second.attempts)
    attempt.due = std::max(attempt.due, now.instant + full_patience);
}

void Book::set_draining(const LinkKey& key, bool is_draining) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) found->second.is_draining = is_draining;
}

std::optional<Instant> Book::give_up(Now now, Random& random) {
  std::optional<Instant> next;
  std::vector<LinkKey> silent;
  for (const auto& [key, to] : entries_) {
    if (!to.dialling) continue;
    const Instant end = to.dialled_at + limits::dial_patience;
    if (end <= now.instant)
      silent.push_back(key);
    else
      next = std::min(next.value_or(end), end);
  }
  for (const LinkKey& key : silent) failed(key, now, random);
  return next;
}

void Book::reset() {
  for (auto& [key, to] : entries_) {
    for (Attempt& attempt : to.attempts) attempt = Attempt{attempt.address, 0, Instant::min()};
  }
}

}  // namespace tocsin::gossip
