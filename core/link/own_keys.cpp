#include "core/link/own_keys.h"

#include <array>
#include <utility>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/model/mesh_key.h"

namespace tocsin::link {
namespace {

Bytes row_key(RowKind kind, ByteView rest) {
  return Writer{}.u8(static_cast<std::uint8_t>(kind)).bytes(rest).take();
}

crypto::AgreeKey key_at(ByteView value, std::size_t offset) {
  ENSURE(value.size() >= offset + crypto::AgreeKey::size);
  return crypto::AgreeKey::copy_of(value.subspan(offset, crypto::AgreeKey::size));
}

// Behind RowKind::own: nothing are those in use, this the next ones.
constexpr std::array<std::uint8_t, 1> next_row{1};

Bytes both_secrets(const Listening& keys) {
  return Writer{}.bytes(keys.own.reveal()).bytes(keys.grant.reveal()).take();
}

Listening made(Random& random) {
  crypto::AgreeKey own = crypto::make_agree_key(random);
  return Listening{std::move(own), crypto::make_agree_key(random)};
}

Listening listening_of(ByteView row) {
  return Listening{key_at(row, 0), key_at(row, crypto::AgreeKey::size)};
}

}  // namespace

void Rows::keep(RowKind kind, ByteView rest, Bytes value) {
  waiting_.emplace_back(Keep{Table::link_keys, row_key(kind, rest), std::move(value)});
}

void Rows::forget(RowKind kind, ByteView rest) {
  waiting_.emplace_back(Forget{Table::link_keys, row_key(kind, rest)});
}

void Rows::flush(Outbox& outbox) {
  for (Write& write : waiting_) {
    if (Keep* keep = std::get_if<Keep>(&write))
      outbox.keep(keep->table, std::move(keep->key), std::move(keep->value));
    if (Forget* forget = std::get_if<Forget>(&write))
      outbox.forget(forget->table, std::move(forget->key));
  }
  waiting_.clear();
}

std::vector<std::pair<Bytes, Bytes>> Rows::of(const Snapshot& restored, RowKind kind) {
  std::vector<std::pair<Bytes, Bytes>> found;
  for (const StoredRow& row : restored.of(Table::link_keys)) {
    if (!row.key.empty() && row.key.front() == static_cast<std::uint8_t>(kind))
      found.emplace_back(Bytes{row.key.begin() + 1, row.key.end()}, row.value);
  }
  return found;
}

Listening::Listening(crypto::AgreeKey its_own, crypto::AgreeKey its_grant)
    : own{std::move(its_own)},
      grant{std::move(its_grant)},
      key{crypto::agree_public_key(own.reveal())},
      mask{key} {}

OwnKeys::OwnKeys(Random& random, bool is_relay, const Snapshot& restored, Rows& rows)
    : random_{&random}, is_relay_{is_relay}, now_{made(random)} {
  restore(restored, rows);
  if (is_relay_) grant_public_ = GrantKey{crypto::agree_public_key(now_.grant.reveal())};
}

const Listening& OwnKeys::make_next(Rows& rows) {
  if (next_) return *next_;
  next_ = made(*random_);
  rows.keep(RowKind::own, next_row, both_secrets(*next_));
  return *next_;
}

void OwnKeys::forget_next(Rows& rows) {
  if (!next_) return;
  next_.reset();
  rows.forget(RowKind::own, next_row);
}

void OwnKeys::take_next(Rows& rows) {
  ENSURE(next_.has_value());
  now_ = *std::move(next_);
  grant_public_ = GrantKey{crypto::agree_public_key(now_.grant.reveal())};
  keep_own(rows);
  forget_next(rows);
}

void OwnKeys::keep_own(Rows& rows) const {
  rows.keep(RowKind::own, {}, both_secrets(now_));
}

void OwnKeys::restore(const Snapshot& restored, Rows& rows) {
  bool is_made_now = true;
  for (const auto& [rest, value] : Rows::of(restored, RowKind::own)) {
    if (rest.empty())
      now_ = listening_of(value);
    else
      next_ = listening_of(value);
    is_made_now = false;
  }
  if (is_made_now) keep_own(rows);
  for (const auto& [key, value] : Rows::of(restored, RowKind::towards_relay)) {
    const auto relay = LinkKey::from(key);
    ENSURE(relay.has_value());
    towards_relay_.try_emplace(*relay, Daily{Reader{value}.u32(), key_at(value, 4)});
  }
  for (const auto& [key, value] : Rows::of(restored, RowKind::guest)) {
    const auto tag = MeshTag::from(key);
    ENSURE(tag.has_value());
    guest_.try_emplace(*tag, key_at(value, 0));
  }
}

ByteView OwnKeys::towards(const Destination& to, std::uint32_t day, Rows& rows) {
  if (to.ticket) return as_guest(*to.ticket, rows);
  // A relay is known by its key, and a pinned peer knows us by ours.
  if (is_relay_ || !to.is_relay) return now_.own.reveal();
  return towards_relay(to.key, day, rows);
}

ByteView OwnKeys::towards_relay(const LinkKey& relay, std::uint32_t day, Rows& rows) {
  // Rows of relays we no longer dial go with their day: they would tell which ones we dialled.
  for (auto it = towards_relay_.begin(); it != towards_relay_.end();) {
    if (it->second.day == day) {
      ++it;
      continue;
    }
    rows.forget(RowKind::towards_relay, it->first.view());
    it = towards_relay_.erase(it);
  }
  const auto found = towards_relay_.find(relay);
  if (found != towards_relay_.end()) return found->second.secret.reveal();
  const Daily& daily =
      towards_relay_.emplace(relay, Daily{day, crypto::make_agree_key(*random_)}).first->second;
  Writer row;
  row.u32(day).bytes(daily.secret.reveal());
  rows.keep(RowKind::towards_relay, relay.view(), row.take());
  return daily.secret.reveal();
}

ByteView OwnKeys::as_guest(const InviteTicket& ticket, Rows& rows) {
  const MeshTag tag = mesh_tag(ticket);
  const auto found = guest_.find(tag);
  if (found != guest_.end()) return found->second.reveal();
  const auto made = guest_.emplace(tag, crypto::make_agree_key(*random_)).first;
  // Kept: the place has pinned it, and after a restart no other key would get in.
  rows.keep(RowKind::guest, tag.view(), to_bytes(made->second.reveal()));
  return made->second.reveal();
}

void OwnKeys::forget_guest_keys(Rows& rows) {
  for (const auto& [tag, key] : guest_) rows.forget(RowKind::guest, tag.view());
  guest_.clear();
}

}  // namespace tocsin::link
