#include "core/coalition/waiting.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/base/bytes.h"
#include "core/base/ensure.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

// Before the hash of the bytes: in Table::statements they stand themselves, in Table::sightings who
// brought them and their id.
constexpr std::uint8_t waiting_mark = 'w';
constexpr std::uint8_t bearer_mark = 'b';

Bytes marked(std::uint8_t mark, const crypto::Hash& bytes) {
  return Writer{}.u8(mark).bytes(bytes).take();
}

std::map<crypto::Hash, std::pair<Bearer, StatementId>> bearers_of(const Snapshot& restored) {
  std::map<crypto::Hash, std::pair<Bearer, StatementId>> out;
  for (const StoredRow& row : restored.of(Table::sightings)) {
    Reader key{row.key};
    if (key.u8() != bearer_mark) continue;
    Reader value{row.value};
    const OrgId org{value.array<32>()};
    const Bearer bearer{org, DeviceId{value.array<32>()}};
    out.emplace(key.array<32>(), std::pair{bearer, StatementId{value.array<32>()}});
    ENSURE(key.finished() && value.finished());
  }
  return out;
}

// Small ones cost rows and time.
std::size_t weight_of(const Bytes& statement) {
  return std::max(statement.size(), limits::waiting_weight_min);
}

std::size_t sum_of(const std::map<DeviceId, std::size_t>& devices) {
  return std::accumulate(
      devices.begin(), devices.end(), std::size_t{0}, [](std::size_t sum, const auto& device) {
        return sum + device.second;
      });
}

}  // namespace

Waiting::Waiting(const Snapshot& restored) {
  const auto bearers = bearers_of(restored);
  for (const StoredRow& row : restored.of(Table::statements)) {
    if (row.key.size() == StatementId::size) continue;  // an accepted one
    Reader key{row.key};
    ENSURE(key.u8() == waiting_mark);
    const crypto::Hash bytes = key.array<32>();
    const auto found = bearers.find(bytes);
    // An earlier build kept them by their id, and not who brought them.
    const auto [bearer, id] =
        found == bearers.end() ? std::pair{Bearer{}, StatementId{bytes}} : found->second;
    insert(Key{id, bytes}, Entry{row.value, bearer});
  }
}

Result<void> Waiting::add(const StatementId& id,
                          Bytes statement,
                          const Bearer& bearer,
                          Outbox& outbox) {
  const Key key{id, crypto::blake2b_256(statement)};
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    TRY(const auto gone, giving_way_to(bearer, weight_of(statement)));
    for (const Key& each : gone) forget(each, outbox);
  } else if (loads_.has_less(bearer, found->second.bearer)) {
    forget(key, outbox);
  } else {
    return {};
  }
  outbox.keep(Table::statements, marked(waiting_mark, key.bytes), statement);
  outbox.keep(
      Table::sightings,
      marked(bearer_mark, key.bytes),
      Writer{}.bytes(bearer.org.view()).bytes(bearer.device.view()).bytes(id.view()).take());
  insert(key, Entry{std::move(statement), bearer});
  return {};
}

// Found before any is forgotten: a refusal changes nothing.
Result<std::set<Waiting::Key>> Waiting::giving_way_to(const Bearer& bearer,
                                                      std::size_t weight) const {
  std::set<Key> out;
  if (loads_.total + weight <= limits::waiting_weight_max) return out;
  Loads after = loads_;
  while (after.total + weight > limits::waiting_weight_max) {
    const Bearer most = after.heaviest();
    if (!after.has_less(bearer, most, weight))
      return fail(Errc::limit_exceeded, "too many statements wait of those it was brought by");
    const auto last = std::find_if(entries_.rbegin(), entries_.rend(), [&](const auto& entry) {
      return entry.second.bearer == most && !out.contains(entry.first);
    });
    after.remove(most, weight_of(last->second.statement));
    out.insert(last->first);
  }
  return out;
}

bool Waiting::contains(const StatementId& id) const {
  const auto first = entries_.lower_bound(Key{id, {}});
  return first != entries_.end() && first->first.id == id;
}

std::vector<std::pair<Waiting::Key, Bytes>> Waiting::all() const {
  std::vector<std::pair<Key, Bytes>> out;
  out.reserve(entries_.size());
  for (const auto& [key, entry] : entries_) out.emplace_back(key, entry.statement);
  return out;
}

void Waiting::forget(const Key& key, Outbox& outbox) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  loads_.remove(found->second.bearer, weight_of(found->second.statement));
  entries_.erase(found);
  outbox.forget(Table::statements, marked(waiting_mark, key.bytes));
  outbox.forget(Table::sightings, marked(bearer_mark, key.bytes));
}

void Waiting::forget(const StatementId& id, Outbox& outbox) {
  for (auto at = entries_.lower_bound(Key{id, {}}); at != entries_.end() && at->first.id == id;
       at = entries_.lower_bound(Key{id, {}}))
    forget(Key{at->first}, outbox);
}

void Waiting::insert(const Key& key, Entry entry) {
  loads_.add(entry.bearer, weight_of(entry.statement));
  entries_.emplace(key, std::move(entry));
}

void Waiting::Loads::add(const Bearer& bearer, std::size_t weight) {
  orgs[bearer.org][bearer.device] += weight;
  total += weight;
}

void Waiting::Loads::remove(const Bearer& bearer, std::size_t weight) {
  const auto org = orgs.find(bearer.org);
  const auto device = org->second.find(bearer.device);
  device->second -= weight;
  total -= weight;
  if (device->second == 0) org->second.erase(device);
  if (org->second.empty()) orgs.erase(org);
}

std::size_t Waiting::Loads::of(const OrgId& org) const {
  const auto found = orgs.find(org);
  return found == orgs.end() ? 0 : sum_of(found->second);
}

std::size_t Waiting::Loads::of(const Bearer& bearer) const {
  const auto org = orgs.find(bearer.org);
  if (org == orgs.end()) return 0;
  const auto device = org->second.find(bearer.device);
  return device == org->second.end() ? 0 : device->second;
}

bool Waiting::Loads::has_less(const Bearer& one, const Bearer& other, std::size_t more) const {
  if (one.org == other.org) return of(one) + more < of(other);
  return of(one.org) + more < of(other.org);
}

Bearer Waiting::Loads::heaviest() const {
  const auto org =
      std::ranges::max_element(orgs, {}, [](const auto& entry) { return sum_of(entry.second); });
  const auto device =
      std::ranges::max_element(org->second, {}, [](const auto& entry) { return entry.second; });
  return Bearer{org->first, device->first};
}

}  // namespace tocsin::coalition
