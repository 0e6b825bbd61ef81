#include "core/coalition/decisions.h"

#include "core/base/ensure.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

// First byte of a key in Table::sightings; statements.cpp owns 's', waiting.cpp 'b'.
constexpr std::uint8_t first_mark = 'f';
constexpr std::uint8_t fate_mark = 't';
constexpr std::uint8_t clock_mark = 'k';
constexpr std::uint8_t agreed_mark = 'p';

Bytes encode_time(WallTime at) {
  return Writer{}.u64(static_cast<std::uint64_t>(wall_ms(at))).take();
}

WallTime read_time(Reader& in) {
  return wall_from_ms(static_cast<std::int64_t>(in.u64()));
}

}  // namespace

Decisions::Decisions(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::sightings)) {
    Reader key{row.key};
    Reader value{row.value};
    const std::uint8_t mark = key.u8();
    if (mark == first_mark) {
      const StatementId id{key.array<32>()};
      first_seen_.emplace(id, read_time(value));
    } else if (mark == fate_mark) {
      const StatementId call{key.array<32>()};
      const std::uint16_t target = key.u16();
      const auto fate = static_cast<TargetFate>(value.u8());
      const WallTime at = read_time(value);
      fates_.insert_or_assign({call, target}, TargetDecision{fate, at, read_time(value)});
    } else if (mark == clock_mark) {
      trusted_lower_ = read_time(value);
    } else if (mark == agreed_mark) {
      agreed_ = read_time(value);
    } else {
      continue;
    }
    ENSURE(key.finished() && value.finished());
  }
}

std::optional<WallTime> Decisions::first_seen(const StatementId& id) const {
  const auto found = first_seen_.find(id);
  if (found == first_seen_.end()) return std::nullopt;
  return found->second;
}

void Decisions::see(const StatementId& id, WallTime at, Outbox& outbox) {
  if (!first_seen_.emplace(id, at).second) return;
  outbox.keep(Table::sightings, Writer{}.u8(first_mark).bytes(id.view()).take(), encode_time(at));
}

std::optional<TargetDecision> Decisions::fate(const StatementId& call, std::uint16_t target) const {
  const auto found = fates_.find({call, target});
  if (found == fates_.end()) return std::nullopt;
  return found->second;
}

void Decisions::decide(const StatementId& call,
                       std::uint16_t target,
                       TargetDecision decision,
                       Outbox& outbox) {
  const auto known = fate(call, target);
  ENSURE(!known || !is_final(known->fate));
  if (known == decision) return;
  fates_.insert_or_assign({call, target}, decision);
  outbox.keep(Table::sightings,
              Writer{}.u8(fate_mark).bytes(call.view()).u16(target).take(),
              Writer{}
                  .u8(static_cast<std::uint8_t>(decision.fate))
                  .bytes(encode_time(decision.at))
                  .bytes(encode_time(decision.t0))
                  .take());
}

void Decisions::trust(WallTime call_time, Outbox& outbox) {
  if (call_time <= trusted_lower_) return;
  trusted_lower_ = call_time;
  outbox.keep(Table::sightings, Bytes{clock_mark}, encode_time(call_time));
}

void Decisions::agree(WallTime own, Outbox& outbox) {
  if (own < agreed_ + limits::agreed_clock_step) return;
  agreed_ = own;
  outbox.keep(Table::sightings, Bytes{agreed_mark}, encode_time(own));
}

}  // namespace tocsin::coalition
