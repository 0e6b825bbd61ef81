#include "core/coalition/statements.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/coalition/evidence.h"
#include "core/model/limits/statements.h"
#include "core/wire/canonical.h"
#include "core/wire/charter_codec.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

constexpr std::uint8_t seen_mark = 's';  // before the id in Table::sightings

Bytes marked(std::uint8_t mark, const StatementId& id) {
  return Writer{}.u8(mark).bytes(id.view()).take();
}

template <class T>
Result<Body> signed_body(ByteView body) {
  TRY(T value, wire::decode_signed<T>(body));
  return Body{std::move(value)};
}

std::map<StatementId, WallTime> sightings_of(const Snapshot& restored) {
  std::map<StatementId, WallTime> seen;
  for (const StoredRow& row : restored.of(Table::sightings)) {
    Reader key{row.key};
    if (key.u8() != seen_mark) continue;
    const StatementId id{key.array<32>()};
    ENSURE(key.finished());
    seen.emplace(id, wall_from_ms(static_cast<std::int64_t>(Reader{row.value}.u64())));
  }
  return seen;
}

// What a statement is about: the subject it is listed under.
std::optional<StatementId> subject_of(const Body& body) {
  return match(
      body,
      [](const Signoff& signoff) { return std::optional{signoff.subject}; },
      [](const Stop& stop) { return std::optional{stop.subject}; },
      [](const Ack& ack) { return std::optional{ack.call}; },
      [](const Call& call) { return std::optional{call.proposal}; },
      [](const Freeze& freeze) {
        return freeze.thaw.is_zero() ? std::nullopt : std::optional{freeze.thaw};
      },
      [](const Debrief& debrief) { return std::optional{debrief.call}; },
      [](const auto&) -> std::optional<StatementId> { return std::nullopt; });
}

}  // namespace

Result<Body> decode_body(const Statement& statement) {
  switch (statement.type) {
    case StatementType::charter:
      return signed_body<Charter>(statement.body);
    case StatementType::manifest:
      return signed_body<Manifest>(statement.body);
    case StatementType::roll:
      return signed_body<Roll>(statement.body);
    case StatementType::freeze:
      return signed_body<Freeze>(statement.body);
    case StatementType::proposal:
      return signed_body<Proposal>(statement.body);
    case StatementType::signoff:
      return signed_body<Signoff>(statement.body);
    case StatementType::call:
      return signed_body<Call>(statement.body);
    case StatementType::stop:
      return signed_body<Stop>(statement.body);
    case StatementType::ack:
      return signed_body<Ack>(statement.body);
    case StatementType::report:
      return signed_body<Report>(statement.body);
    case StatementType::debrief:
      return signed_body<Debrief>(statement.body);
    case StatementType::relay_cert:
      return signed_body<RelayCert>(statement.body);
    case StatementType::relay_drop:
      return signed_body<RelayDrop>(statement.body);
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      return fail(Errc::not_allowed, "a statement type that is not accepted here");
  }
  return fail(Errc::malformed, "an unknown statement type");
}

const Head& head_of(const Body& body) {
  return match(body, [](const auto& value) -> const Head& { return value.head; });
}

Statements::Statements(const Snapshot& restored) {
  const std::map<StatementId, WallTime> seen = sightings_of(restored);
  for (const StoredRow& row : restored.of(Table::statements)) {
    if (row.key.size() != StatementId::size) continue;  // waiting.h
    auto statement = wire::decode<Statement>(row.value);
    ENSURE(statement.has_value());
    auto body = decode_body(*statement);
    ENSURE(body.has_value());
    const StatementId id = *StatementId::from(row.key);
    const auto found = seen.find(id);
    const WallTime at = found == seen.end() ? head_of(*body).at : found->second;
    Accepted accepted{id, *std::move(statement), *std::move(body), at};
    index(accepted_.emplace(id, std::move(accepted)).first->second);
  }
}

const Accepted* Statements::find(const StatementId& id) const {
  const auto found = accepted_.find(id);
  return found == accepted_.end() ? nullptr : &found->second;
}

std::vector<const Accepted*> Statements::of(StatementType type) const {
  std::vector<const Accepted*> out;
  const auto found = by_type_.find(type);
  if (found == by_type_.end()) return out;
  for (const StatementId& id : found->second) out.push_back(&accepted_.at(id));
  return out;
}

std::vector<const Accepted*> Statements::about(const StatementId& subject,
                                               StatementType type) const {
  std::vector<const Accepted*> out;
  const auto found = about_.find({subject, type});
  if (found == about_.end()) return out;
  for (const StatementId& id : found->second) out.push_back(&accepted_.at(id));
  return out;
}

Result<StatementId> Statements::by_prefix(std::string_view hex) const {
  if (hex.size() < limits::subject_prefix_digits_min || hex.size() > 2 * StatementId::size)
    return fail(Errc::malformed, "an id prefix has 4 to 64 hex digits");
  std::string low{hex};
  if (low.size() % 2 != 0) low += '0';
  TRY(Bytes start, hex_decode(low));
  start.resize(StatementId::size, 0);
  std::string digits{hex};
  std::ranges::transform(digits, digits.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  });
  std::optional<StatementId> found;
  for (auto at = accepted_.lower_bound(*StatementId::from(start)); at != accepted_.end(); ++at) {
    if (!at->first.hex().starts_with(digits)) break;
    if (found) return fail(Errc::conflict, "more than one object begins with these digits");
    found = at->first;
  }
  if (!found) return fail(Errc::not_found, "no object known here begins with these digits");
  return *found;
}

bool Statements::insert(Accepted accepted, Outbox& outbox) {
  if (accepted_.contains(accepted.id)) return false;
  outbox.keep(Table::statements, accepted.id.bytes(), wire::encode(accepted.statement));
  outbox.keep(Table::sightings,
              marked(seen_mark, accepted.id),
              Writer{}.u64(static_cast<std::uint64_t>(wall_ms(accepted.seen_at))).take());
  const StatementId id = accepted.id;
  index(accepted_.emplace(id, std::move(accepted)).first->second);
  return true;
}

std::uint64_t Statements::seq_max(const DeviceId& device) const {
  const auto found = seq_max_.find(device);
  return found == seq_max_.end() ? 0 : found->second;
}

void Statements::index(const Accepted& accepted) {
  const Head& head = head_of(accepted.body);
  by_type_[accepted.statement.type].insert(accepted.id);
  if (const auto subject = subject_of(accepted.body))
    about_[{*subject, accepted.statement.type}].insert(accepted.id);
  for (const Filled& filled : slots_of(accepted.id, accepted.body)) {
    Contents& contents = slots_[filled.slot];
    const auto [used, is_first] = contents.emplace(filled.content, accepted.id);
    if (!is_first) used->second = std::min(used->second, accepted.id);
    if (contents.size() > 1) note_split(filled.slot);
  }
  std::uint64_t& seq = seq_max_[head.author];
  seq = std::max(seq, head.seq);
}

void Statements::note_split(const Slot& slot) {
  const auto [least, is_first] = split_.emplace(slot.device, slot);
  if (!is_first) least->second = std::min(least->second, slot);
  const Contents& contents = slots_.at(least->second);
  const StatementId& first = contents.begin()->second;
  const StatementId& second = std::next(contents.begin())->second;
  const OrgId& org = head_of(find(first)->body).org;  // a founder's sign-offs name none
  evidence_.insert_or_assign(
      slot.device, Evidence{org.is_zero() ? head_of(find(second)->body).org : org, first, second});
}

}  // namespace tocsin::coalition
