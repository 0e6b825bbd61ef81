#include "core/gossip/neighbours.h"

#include <algorithm>
#include <set>

#include "core/crypto/short_hash.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {
namespace {

bool is_engaged(const Book::Entry& entry, const LinkKey& key, const Neighbours::Wish& wish) {
  return entry.dialling || wish.linked.contains(key);
}

}  // namespace

Neighbours::Neighbours(bool is_relay, Random& random)
    : is_relay_{is_relay}, secret_{random.array<16>()} {}

std::vector<LinkKey> Neighbours::relays_by_rank(const Book& book, Now now) const {
  std::vector<Ranked> ranked;
  for (const auto& [key, entry] : book.entries()) {
    if (!entry.is_listed) continue;
    Writer what;
    what.u32(day_of(now.wall)).bytes(key.view());
    ranked.push_back(Ranked{crypto::short_hash(secret_, what.view()), key});
  }
  std::ranges::sort(ranked);
  std::vector<LinkKey> out;
  for (const Ranked& one : ranked) out.push_back(one.key);
  // Who goes away is dialled where nobody else answers: it still has what it alone holds.
  std::ranges::stable_partition(out,
                                [&](const LinkKey& key) { return !book.find(key)->is_draining; });
  return out;
}

// In order of preference; the first whose back-off is over are dialled.
std::vector<LinkKey> Neighbours::wanted_relays(const Book& book, const Wish& wish) const {
  const std::vector<LinkKey> ranked = relays_by_rank(book, wish.now);
  std::vector<LinkKey> out;
  if (is_relay_) {
    std::ranges::copy_if(
        ranked, std::back_inserter(out), [&](const LinkKey& key) { return self_ && *self_ < key; });
    return out;
  }
  std::size_t engaged = 0;
  std::set<Label> labels;
  for (const LinkKey& key : ranked) {
    const Book::Entry& entry = *book.find(key);
    if (!is_engaged(entry, key, wish) || entry.is_draining) continue;
    ++engaged;
    labels.insert(entry.label);
  }
  const std::size_t slots = wish.is_urgent ? limits::relay_slots_urgent : limits::relay_slots;
  const bool is_one_sided = engaged > 0 && labels.size() < limits::relay_labels_min;
  // One slot more while all we have are of one operator, for another's alone.
  if (engaged >= slots + (is_one_sided ? 1 : 0)) return out;
  for (const LinkKey& key : ranked) {
    if (is_one_sided && !labels.contains(book.find(key)->label)) out.push_back(key);
  }
  if (engaged >= slots) return out;
  for (const LinkKey& key : ranked) {
    if (std::ranges::find(out, key) == out.end()) out.push_back(key);
  }
  return out;
}

std::vector<LinkKey> Neighbours::wanted(const Book& book, const Wish& wish) const {
  std::vector<LinkKey> out = wanted_relays(book, wish);
  for (const auto& [key, entry] : book.entries()) {
    if ((entry.is_pinned || entry.ticket) && std::ranges::find(out, key) == out.end())
      out.push_back(key);
  }
  std::erase_if(out, [&](const LinkKey& key) { return is_engaged(*book.find(key), key, wish); });
  return out;
}

std::vector<Destination> Neighbours::fill(Book& book, const Wish& wish) {
  std::vector<Destination> out;
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    next_due_.reset();
    for (const LinkKey& key : wanted(book, wish)) {
      const auto due = book.due(key);
      if (!due) continue;
      if (*due > wish.now.instant) {
        next_due_ = std::min(next_due_.value_or(*due), *due);
        continue;
      }
      // The next dial's end calls again.
      if (book.dialling() >= limits::dials_at_once_max) break;
      out.push_back(book.dial(key, wish.now));
      is_changed = true;  // a slot is taken, so who is wanted is another question
      break;
    }
  }
  return out;
}

bool Neighbours::is_sick_after_loss(std::size_t links_left, Now now) {
  while (!losses_.empty() && losses_.front() + limits::sick_window <= now.instant)
    losses_.pop_front();
  losses_.push_back(now.instant);
  if (losses_.size() > limits::relay_links_max) losses_.pop_front();
  return losses_.size() >= 2 && losses_.size() >= links_left;
}

}  // namespace tocsin::gossip
