#include "core/node/carry.h"

#include <algorithm>

#include "core/model/limits/node.h"

namespace tocsin {
namespace {

Bytes key_of(const Carry::Where& where) {
  return Writer{}.bytes(where.first.view()).bytes(where.second.view()).take();
}

}  // namespace

Carry::Carry(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::carry)) {
    Reader key{row.key};
    const Where where{StatementId{key.array<32>()}, ChannelId{key.array<32>()}};
    Reader value{row.value};
    const bool is_urgent = value.u8() != 0;
    items_.emplace(
        where, Load{to_bytes(value.rest()), is_urgent, Instant{}});  // due at once after a restart
  }
}

void Carry::seen(const StatementId& id, const ChannelId& channel, Outbox& outbox) {
  const Where where{id, channel};
  if (items_.erase(where) > 0) outbox.forget(Table::carry, key_of(where));
  if (!seen_.insert(where).second) return;
  seen_order_.push_back(where);
  if (seen_order_.size() > limits::sightings_max) {
    seen_.erase(seen_order_.front());
    seen_order_.pop_front();
  }
}

bool Carry::was_seen(const StatementId& id, const ChannelId& channel) const {
  return seen_.contains(Where{id, channel});
}

void Carry::add(const Where& where, Load item, Outbox& outbox) {
  if (seen_.contains(where)) return;
  const auto known = items_.find(where);
  if (known != items_.end()) {
    known->second.due = std::min(known->second.due, item.due);
    return;
  }
  if (items_.size() >= limits::carried_max) return;
  outbox.keep(Table::carry,
              key_of(where),
              Writer{}.u8(item.is_urgent ? 1 : 0).bytes(item.statement).take());
  items_.emplace(where, std::move(item));
}

std::optional<std::pair<Carry::Where, Carry::Load>> Carry::next_due(Instant now) const {
  for (const auto& entry : items_) {
    if (entry.second.due <= now) return std::pair{entry.first, entry.second};
  }
  return std::nullopt;
}

void Carry::postpone(const Where& where, Instant due) {
  const auto found = items_.find(where);
  if (found != items_.end()) found->second.due = due;
}

std::optional<Instant> Carry::next_wakeup() const {
  std::optional<Instant> next;
  for (const auto& entry : items_)
    next = std::min(next.value_or(entry.second.due), entry.second.due);
  return next;
}

}  // namespace tocsin
