#include "core/gossip/holdings.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/crypto/short_hash.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {

ShortId short_id(const IdKey& key, const EnvelopeId& id) {
  return crypto::short_hash(key, id.view());
}

Holdings::Holdings(const IdKey& id_key, const std::vector<StoredEnvelope>& restored)
    : id_key_{id_key} {
  for (const StoredEnvelope& one : restored)
    add(one.id, Held{one.route, one.expiry_hour, one.bucket}, one.stamp);
}

const Held* Holdings::find(const EnvelopeId& id) const {
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : &found->second;
}

const Stamp* Holdings::stamp(const EnvelopeId& id) const {
  const auto found = stamps_.find(id);
  return found == stamps_.end() ? nullptr : &found->second;
}

Travel Holdings::travel(const EnvelopeId& id) const {
  const Held* held = find(id);
  ENSURE(held != nullptr);
  if (stamps_.contains(id)) return Travel::call;
  return held->bucket >= limits::bulk_bucket_min ? Travel::bulk : Travel::normal;
}

const EnvelopeId* Holdings::find_short(ShortId id) const {
  for (const auto& [day, ids] : days_) {
    const auto found = ids.find(id);
    if (found != ids.end()) return found->second;
  }
  return nullptr;
}

void Holdings::add(const EnvelopeId& id, const Held& held, const std::optional<Stamp>& stamp) {
  const auto [at, is_new] = all_.emplace(id, held);
  ENSURE(is_new);
  days_[held.day()].emplace(short_id(id_key_, id), &at->first);
  if (stamp) stamps_.emplace(id, *stamp);
  RouteUse& use = routes_[held.route];
  ++use.envelopes;
  use.bytes += held.bytes();
  bytes_ += held.bytes();
  if (free_bytes_) free_bytes_ = *free_bytes_ - std::min<std::uint64_t>(*free_bytes_, held.bytes());
  if (is_counted(held)) digest_.add(held.day(), id);
}

void Holdings::raise(const EnvelopeId& id, const Stamp& stamp) {
  ENSURE(all_.contains(id));
  stamps_.insert_or_assign(id, stamp);
}

void Holdings::remove(const EnvelopeId& id) {
  const auto found = all_.find(id);
  ENSURE(found != all_.end());
  const Held held = found->second;
  if (is_counted(held)) digest_.remove(held.day(), id);
  const auto day = days_.find(held.day());
  const auto [first, last] = day->second.equal_range(short_id(id_key_, id));
  const auto mine =
      std::find_if(first, last, [&](const auto& entry) { return entry.second == &found->first; });
  ENSURE(mine != last);
  day->second.erase(mine);
  if (day->second.empty()) days_.erase(day);
  const auto use = routes_.find(held.route);
  use->second.bytes -= held.bytes();
  if (--use->second.envelopes == 0) routes_.erase(use);
  bytes_ -= held.bytes();
  stamps_.erase(id);
  all_.erase(found);
}

std::vector<EnvelopeId> Holdings::expired(std::uint32_t hour, std::size_t limit) const {
  std::vector<EnvelopeId> out;
  for (const auto& [day, ids] : days_) {
    if (std::uint32_t{day} * 24 > hour || out.size() >= limit) break;
    for (const auto& [short_one, id] : ids) {
      if (all_.at(*id).expiry_hour + limits::expiry_slack_hours <= hour) out.push_back(*id);
      if (out.size() >= limit) break;
    }
  }
  return out;
}

bool Holdings::is_in_window(std::uint32_t expiry_hour, std::uint32_t hour) {
  return std::uint64_t{expiry_hour} + limits::expiry_slack_hours > hour &&
         expiry_hour <= std::uint64_t{hour} + limits::kept_life_hours;
}

bool Holdings::has_route_room(const Route& route, std::size_t bytes) const {
  const auto found = routes_.find(route);
  if (found == routes_.end()) return true;
  const bool is_bulk = bytes >= std::size_t{512} << limits::bulk_bucket_min;
  const auto most = is_bulk ? limits::route_bulk_envelopes_max : limits::route_envelopes_max;
  const auto bytes_max = is_bulk ? limits::route_bulk_bytes_max : limits::route_bytes_max;
  return found->second.envelopes < most && found->second.bytes + bytes <= bytes_max;
}

bool Holdings::has_file_room(const Route& route) const {
  const auto found = routes_.find(route);
  return found == routes_.end() || (found->second.envelopes < limits::route_bulk_envelopes_max &&
                                    found->second.bytes < limits::route_file_bytes_max);
}

bool Holdings::has_disk_room(Travel travel) const {
  if (travel == Travel::call) return true;
  const std::uint64_t floor =
      travel == Travel::bulk ? limits::bulk_floor_bytes : limits::call_reserve_bytes;
  const std::uint64_t of_quota =
      quota_bytes_ ? *quota_bytes_ - std::min(*quota_bytes_, bytes_) : floor;
  return of_quota >= floor && free_bytes_.value_or(floor) >= floor;
}

void Holdings::set_free_bytes(std::uint64_t bytes) {
  free_bytes_ = bytes;
}

void Holdings::set_quota(std::optional<std::uint64_t> bytes) {
  quota_bytes_ = bytes;
}

void Holdings::roll(std::uint32_t hour) {
  if (hour == hour_) return;
  const std::uint32_t first = std::min(hour, hour_) / 24;
  const std::uint32_t last = std::max(hour, hour_) / 24;
  hour_ = hour;
  for (const auto& [day, ids] : days_) {
    if (day >= first && day <= last) count_again(day);
  }
}

void Holdings::count_again(std::uint16_t day) {
  digest_.drop(day);
  for (const auto& [short_one, id] : days_.at(day)) {
    if (is_counted(all_.at(*id))) digest_.add(day, *id);
  }
}

std::vector<ShortId> Holdings::list(std::uint16_t day, std::size_t from, std::size_t limit) const {
  std::vector<ShortId> out;
  const auto ids = days_.find(day);
  if (ids == days_.end()) return out;
  std::optional<ShortId> last;
  for (const auto& [short_one, id] : ids->second) {
    if (!is_counted(all_.at(*id)) || last == short_one) continue;
    last = short_one;  // ascending without repeats, or the reader refuses the frame
    if (from > 0) {
      --from;
      continue;
    }
    if (out.size() == limit) break;
    out.push_back(short_one);
  }
  return out;
}

std::vector<Holdings::Listed> Holdings::of_day(std::uint16_t day) const {
  std::vector<Listed> out;
  const auto ids = days_.find(day);
  if (ids == days_.end()) return out;
  for (const auto& [short_one, id] : ids->second)
    out.push_back(Listed{*id, is_counted(all_.at(*id))});
  return out;
}

std::vector<EnvelopeId> Holdings::calls_newest_first() const {
  std::vector<std::pair<std::uint32_t, EnvelopeId>> calls;
  for (const auto& [id, stamp] : stamps_) {
    const std::uint32_t expiry = all_.at(id).expiry_hour;
    if (expiry > hour_) calls.emplace_back(expiry, id);
  }
  std::ranges::sort(calls, std::greater{});
  std::vector<EnvelopeId> out;
  for (const auto& [expiry, id] : calls) out.push_back(id);
  return out;
}

std::vector<EnvelopeId> Holdings::on_route(const Route& route) const {
  std::vector<EnvelopeId> out;
  if (!routes_.contains(route)) return out;
  for (const auto& [id, held] : all_) {
    if (held.route == route && is_counted(held)) out.push_back(id);
  }
  return out;
}

std::vector<EnvelopeId> Holdings::unexpired() const {
  std::vector<EnvelopeId> out;
  for (const auto& [id, held] : all_) {
    if (is_counted(held)) out.push_back(id);
  }
  return out;
}

}  // namespace tocsin::gossip
