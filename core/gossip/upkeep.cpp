#include "core/gossip/upkeep.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/limits/gossip.h"

namespace tocsin::gossip {
namespace {

// Rows of Table::upkeep. A block's is the peer's hash behind its kind.
enum class UpkeepRow : std::uint8_t { draining = 1, disk = 2, number = 3, block = 4 };

Bytes upkeep_key(UpkeepRow row, ByteView rest = {}) {
  return Writer{}.u8(static_cast<std::uint8_t>(row)).bytes(rest).take();
}

Bytes one_number(std::uint64_t value) {
  return Writer{}.u64(value).take();
}

std::uint64_t ms_of(WallTime time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(wall_ms(time), 0));
}

WallTime time_of(std::uint64_t ms) {
  return wall_from_ms(static_cast<std::int64_t>(ms));
}

}  // namespace

Upkeep::Upkeep(const std::vector<StoredRow>& kept) {
  for (const StoredRow& row : kept) {
    Reader key{row.key};
    Reader value{row.value};
    restore(key, value);
    ENSURE(key.finished() && value.finished());
  }
}

void Upkeep::restore(Reader& key, Reader& value) {
  const auto what = static_cast<UpkeepRow>(key.u8());
  const std::uint64_t first = value.u64();
  switch (what) {
    case UpkeepRow::draining:
      draining_since_ = time_of(first);
      break;
    case UpkeepRow::disk:
      disk_bytes_ = first;
      break;
    case UpkeepRow::number:
      last_number_ = first;
      break;
    case UpkeepRow::block:
      blocks_.emplace(PeerId{key.array<PeerId::size>()}, Block{first, time_of(value.u64())});
      break;
  }
}

void Upkeep::drain(WallTime since, Outbox& outbox) {
  if (draining_since_) return;
  draining_since_ = since;
  outbox.keep(Table::upkeep, upkeep_key(UpkeepRow::draining), one_number(ms_of(since)));
}

void Upkeep::carry_on(Outbox& outbox) {
  if (!draining_since_) return;
  draining_since_.reset();
  outbox.forget(Table::upkeep, upkeep_key(UpkeepRow::draining));
}

void Upkeep::set_disk_bytes(std::optional<std::uint64_t> bytes, Outbox& outbox) {
  if (bytes == disk_bytes_) return;
  disk_bytes_ = bytes;
  if (bytes)
    outbox.keep(Table::upkeep, upkeep_key(UpkeepRow::disk), one_number(*bytes));
  else
    outbox.forget(Table::upkeep, upkeep_key(UpkeepRow::disk));
}

std::uint64_t Upkeep::next_number(Outbox& outbox) {
  ++last_number_;
  outbox.keep(Table::upkeep, upkeep_key(UpkeepRow::number), one_number(last_number_));
  return last_number_;
}

bool Upkeep::block(const PeerId& peer, const Block& block, Outbox& outbox) {
  if (blocks_.size() >= limits::blocks_max && !blocks_.contains(peer)) return false;
  blocks_.insert_or_assign(peer, block);
  outbox.keep(Table::upkeep,
              upkeep_key(UpkeepRow::block, peer.view()),
              Writer{}.u64(block.number).u64(ms_of(block.until)).take());
  return true;
}

bool Upkeep::unblock(std::uint64_t number, Outbox& outbox) {
  const auto found =
      std::ranges::find(blocks_, number, [](const auto& entry) { return entry.second.number; });
  if (found == blocks_.end()) return false;
  outbox.forget(Table::upkeep, upkeep_key(UpkeepRow::block, found->first.view()));
  blocks_.erase(found);
  return true;
}

void Upkeep::end_blocks(WallTime now, Outbox& outbox) {
  std::erase_if(blocks_, [&](const auto& entry) {
    if (entry.second.until > now) return false;
    outbox.forget(Table::upkeep, upkeep_key(UpkeepRow::block, entry.first.view()));
    return true;
  });
}

bool Upkeep::is_blocked(const PeerId& peer, WallTime now) const {
  const auto found = blocks_.find(peer);
  return found != blocks_.end() && found->second.until > now;
}

std::vector<Upkeep::Block> Upkeep::blocks(WallTime now) const {
  std::vector<Block> out;
  for (const auto& [peer, block] : blocks_) {
    if (block.until > now) out.push_back(block);
  }
  std::ranges::sort(out, {}, &Block::number);
  return out;
}

}  // namespace tocsin::gossip
