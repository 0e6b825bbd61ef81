#include "core/coalition/slots.h"

#include <algorithm>

#include "core/base/ensure.h"

namespace tocsin::coalition {
namespace {

constexpr std::uint8_t seq_key = 1;
constexpr std::uint8_t chain_key = 2;

Bytes key_of(const ChainSlot& slot) {
  return Writer{}
      .u8(chain_key)
      .u8(static_cast<std::uint8_t>(slot.chain_type))
      .bytes(slot.chain.view())
      .u32(slot.version)
      .take();
}

}  // namespace

Slots::Slots(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::slots)) {
    Reader key{row.key};
    const std::uint8_t kind = key.u8();
    if (kind == seq_key) {
      seq_ = Reader{row.value}.u64();
      continue;
    }
    ENSURE(kind == chain_key);
    const auto type = statement_type(key.u8());
    ENSURE(type.has_value());
    const StatementId chain{key.array<32>()};
    const ChainSlot slot{*type, chain, key.u32()};
    ENSURE(key.finished());
    promises_.emplace(slot, *StatementId::from(row.value));
  }
}

std::uint64_t Slots::take_seq(std::uint64_t known, Outbox& outbox) {
  seq_ = std::max(seq_, known) + 1;
  outbox.keep(Table::slots, Bytes{seq_key}, Writer{}.u64(seq_).take());
  return seq_;
}

Result<void> Slots::promise(const ChainSlot& slot, const StatementId& subject, Outbox& outbox) {
  const auto [found, is_new] = promises_.emplace(slot, subject);
  if (found->second != subject)
    return fail(Errc::conflict, "this device has approved another draft of this version");
  if (is_new) outbox.keep(Table::slots, key_of(slot), subject.bytes());
  return {};
}

StatementId Slots::promised(const ChainSlot& slot) const {
  const auto found = promises_.find(slot);
  return found == promises_.end() ? StatementId::zero() : found->second;
}

bool Slots::has_promised(StatementType chain_type, const StatementId& subject) const {
  return std::ranges::any_of(promises_, [&](const auto& promise) {
    return promise.first.chain_type == chain_type && promise.second == subject;
  });
}

}  // namespace tocsin::coalition
