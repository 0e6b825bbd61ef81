#include "core/gossip/receipts.h"

#include <algorithm>
#include <utility>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {
namespace {

constexpr std::uint8_t row_version = 1;

bool is_enough(const Receipts::Own& own, const Receipts::Known& known) {
  const bool has_relay = std::ranges::any_of(own.receipts, &Receipts::Receipt::is_relay);
  if (known.has_listed_relay && !has_relay) return false;
  const std::size_t needed = std::min(limits::receipts_enough, known.neighbours);
  return own.receipts.size() >= std::max<std::size_t>(needed, 1);
}

}  // namespace

// version u8 | stored u8 | expiry_hour u32 | n u8 | n times (peer 16 | relay u8)
Receipts::Receipts(const std::vector<StoredRow>& rows) {
  for (const StoredRow& row : rows) {
    const auto id = EnvelopeId::from(row.key);
    ENSURE(id.has_value());
    Reader reader{row.value};
    ENSURE(reader.u8() == row_version);
    Own own;
    own.is_stored = reader.u8() == 1;
    own.expiry_hour = reader.u32();
    for (std::size_t left = reader.u8(); left > 0; --left) {
      const PeerId peer{reader.array<PeerId::size>()};
      own.receipts.push_back(Receipt{peer, reader.u8() == 1});
    }
    ENSURE(reader.finished());
    if (!own.is_stored) ++unstored_;
    own_.emplace(*id, std::move(own));
  }
  if (unstored_ > 0) unstored_since_ = Instant::min();
}

void Receipts::keep(const EnvelopeId& id, const Own& own, Outbox& outbox) const {
  Writer row;
  row.u8(row_version).u8(own.is_stored ? 1 : 0).u32(own.expiry_hour);
  row.u8(narrow<std::uint8_t>(own.receipts.size()));
  for (const Receipt& receipt : own.receipts)
    row.bytes(receipt.peer.view()).u8(receipt.is_relay ? 1 : 0);
  outbox.keep(Table::receipts, id.bytes(), row.take());
}

Receipts::Own& Receipts::add(const EnvelopeId& id,
                             std::uint32_t expiry_hour,
                             Now now,
                             Outbox& outbox) {
  const auto [at, is_new] = own_.emplace(id, Own{});
  if (!is_new) return at->second;
  at->second.expiry_hour = expiry_hour;
  if (unstored_++ == 0) unstored_since_ = now.instant;
  keep(id, at->second, outbox);
  return at->second;
}

const Receipts::Own* Receipts::find(const EnvelopeId& id) const {
  const auto found = own_.find(id);
  return found == own_.end() ? nullptr : &found->second;
}

Receipts::Own* Receipts::find(const EnvelopeId& id) {
  const auto found = own_.find(id);
  return found == own_.end() ? nullptr : &found->second;
}

bool Receipts::note(const EnvelopeId& id,
                    const Receipt& receipt,
                    const Known& known,
                    Outbox& outbox) {
  Own* own = find(id);
  if (own == nullptr) return false;
  if (own->first_told != receipt.peer) own->is_named_by_other = true;
  const bool is_known =
      std::ranges::find(own->receipts, receipt.peer, &Receipt::peer) != own->receipts.end();
  if (is_known || own->is_stored || own->receipts.size() >= limits::receipts_kept) return false;
  own->receipts.push_back(receipt);
  if (is_enough(*own, known)) {
    own->is_stored = true;
    if (--unstored_ == 0) unstored_since_.reset();
  }
  keep(id, *own, outbox);
  return true;
}

std::vector<EnvelopeId> Receipts::enough_now(const Known& known, Outbox& outbox) {
  std::vector<EnvelopeId> out;
  for (auto& [id, own] : own_) {
    if (own.is_stored || own.receipts.empty() || !is_enough(own, known)) continue;
    own.is_stored = true;
    if (--unstored_ == 0) unstored_since_.reset();
    keep(id, own, outbox);
    out.push_back(id);
  }
  return out;
}

void Receipts::expire(std::uint32_t hour, Outbox& outbox) {
  for (auto at = own_.begin(); at != own_.end();) {
    if (at->second.expiry_hour + limits::expiry_slack_hours > hour) {
      ++at;
      continue;
    }
    outbox.forget(Table::receipts, at->first.bytes());
    if (!at->second.is_stored && --unstored_ == 0) unstored_since_.reset();
    at = own_.erase(at);
  }
}

std::vector<EnvelopeId> Receipts::take_due(Timers& timers, Instant now) {
  std::vector<EnvelopeId> out;
  while (!timers.empty() && timers.begin()->first <= now) {
    out.push_back(timers.begin()->second);
    timers.erase(timers.begin());
  }
  return out;
}

std::optional<Instant> Receipts::next_due() const {
  std::optional<Instant> next;
  if (!first_.empty()) next = first_.begin()->first;
  if (!all_.empty()) next = std::min(next.value_or(all_.begin()->first), all_.begin()->first);
  return next;
}

bool Receipts::is_any_waiting(Instant now) const {
  return unstored_since_ &&
         (*unstored_since_ == Instant::min() || *unstored_since_ + limits::own_patience <= now);
}

std::vector<EnvelopeId> Receipts::waiting() const {
  std::vector<EnvelopeId> out;
  for (const auto& [id, own] : own_) {
    if (!own.is_stored) out.push_back(id);
  }
  return out;
}

}  // namespace tocsin::gossip
