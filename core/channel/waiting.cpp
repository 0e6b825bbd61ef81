#include "core/channel/waiting.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

enum class Kind : std::uint8_t { epoch = 1, slots = 2, envelope = 3 };

template <class AnyId>
Bytes row_key(Kind kind, const AnyId& id) {
  return Writer{}.u8(static_cast<std::uint8_t>(kind)).bytes(id.view()).take();
}

Bytes slots_key(const SlotChunk& chunk) {
  Writer out;
  out.bytes(row_key(Kind::slots, chunk.epoch)).u8(static_cast<std::uint8_t>(chunk.kind));
  return out.u16(chunk.index).take();
}

void write_from(Writer& out, const WaitingFrom& from) {
  out.bytes(from.policy.id.view())
      .u8(static_cast<std::uint8_t>(from.policy.kind))
      .bytes(from.policy.org.view());
  out.bytes(from.author.view()).u64(static_cast<std::uint64_t>(wall_ms(from.since)));
}

WaitingFrom read_from(Reader& in) {
  const ChannelId channel{in.array<32>()};
  const auto kind = static_cast<ChannelKind>(in.u8());
  const OrgId org{in.array<32>()};
  const DeviceId author{in.array<32>()};
  const auto since = wall_from_ms(static_cast<std::int64_t>(in.u64()));
  return WaitingFrom{ChannelPolicy{channel, kind, org}, author, since};
}

struct Announced {
  Statement statement;
  EpochAnnouncement announcement;
};

Result<Announced> read_announcement(ByteView encoded) {
  TRY(Statement statement, wire::decode_signed<Statement>(encoded));
  if (statement.type != StatementType::epoch)
    return fail(Errc::malformed, "not an announcement of an epoch");
  TRY(EpochAnnouncement announcement, wire::decode_signed<EpochAnnouncement>(statement.body));
  return Announced{std::move(statement), std::move(announcement)};
}

void fill(WaitingEpoch& waiting,
          Announced announced,
          ByteView encoded,
          const std::vector<Bytes>& keys) {
  waiting.statement = std::move(announced.statement);
  waiting.announcement = std::move(announced.announcement);
  waiting.encoded = to_bytes(encoded);
  waiting.keys = keys;
}

void fill(WaitingEpoch& waiting, const SlotChunk& chunk) {
  auto& chunks = chunk.kind == SlotKind::seed ? waiting.seed_chunks : waiting.join_chunks;
  chunks.try_emplace(chunk.index, chunk);
}

Bytes epoch_row(const WaitingEpoch& waiting) {
  Writer out;
  write_from(out, waiting.from);
  out.u32(narrow<std::uint32_t>(waiting.encoded.size())).bytes(waiting.encoded);
  for (const Bytes& keys : waiting.keys) out.u32(narrow<std::uint32_t>(keys.size())).bytes(keys);
  return out.take();
}

Bytes slots_row(const WaitingFrom& from, const SlotChunk& chunk) {
  Writer out;
  write_from(out, from);
  return out.bytes(chunk.slots).take();
}

// The oldest of those that `is_counted`, if there are `most` of them.
template <class Map, class Counted, class From>
auto oldest_beyond(Map& map, std::size_t most, Counted&& is_counted, From&& from) {
  auto oldest = map.end();
  std::size_t count = 0;
  for (auto it = map.begin(); it != map.end(); ++it) {
    if (!is_counted(from(it->second))) continue;
    ++count;
    if (oldest == map.end() || from(it->second).since < from(oldest->second).since) oldest = it;
  }
  return count >= most ? oldest : map.end();
}

}  // namespace

Waiting::Waiting(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::waiting)) {
    Reader key{row.key};
    const auto kind = static_cast<Kind>(key.u8());
    Reader in{row.value};
    const WaitingFrom from = read_from(in);
    if (kind == Kind::envelope) {
      envelopes_.emplace(EnvelopeId{key.array<32>()}, from);
      continue;
    }
    const EpochId id{key.array<32>()};
    WaitingEpoch& waiting =
        epochs_.try_emplace(id, WaitingEpoch{from, {}, {}, {}, {}, {}, {}, {}}).first->second;
    if (kind == Kind::slots) {
      const auto slot_kind = static_cast<SlotKind>(key.u8());
      fill(waiting, SlotChunk{id, slot_kind, key.u16(), to_bytes(in.rest())});
      continue;
    }
    const ByteView encoded = in.take(in.u32());
    std::vector<Bytes> keys;
    while (in.left() > 0 && !in.failed()) keys.push_back(to_bytes(in.take(in.u32())));
    auto announced = read_announcement(encoded);
    ENSURE(announced);
    fill(waiting, *std::move(announced), encoded, keys);
  }
}

void Waiting::resolve(const Customs& customs) {
  for (auto& [id, waiting] : epochs_) {
    if (const Custom* custom = customs.find(waiting.from.policy.id))
      waiting.from.policy = custom->policy();
  }
}

WaitingEpoch& Waiting::place(const WaitingFrom& from, const EpochId& id, Outbox& outbox) {
  const auto known = epochs_.find(id);
  if (known != epochs_.end()) return known->second;
  const auto is_author = [&](const WaitingFrom& other) { return other.author == from.author; };
  const auto is_here = [&](const WaitingFrom& other) { return other.policy.id == from.policy.id; };
  const auto where = [](const WaitingEpoch& waiting) -> const WaitingFrom& { return waiting.from; };
  auto over = oldest_beyond(epochs_, limits::waiting_epochs_per_author_max, is_author, where);
  if (over == epochs_.end())
    over = oldest_beyond(epochs_, limits::waiting_per_channel_max, is_here, where);
  if (over != epochs_.end()) forget(EpochId{over->first}, outbox);
  return epochs_.emplace(id, WaitingEpoch{from, {}, {}, {}, {}, {}, {}, {}}).first->second;
}

Result<void> Waiting::add_epoch(const WaitingFrom& from,
                                ByteView statement,
                                const std::vector<Bytes>& keys,
                                Outbox& outbox) {
  TRY(Announced announced, read_announcement(statement));
  if (announced.announcement.core.channel != from.policy.id)
    return fail(Errc::conflict, "an epoch of another channel");
  const EpochId id = announced.announcement.id();
  WaitingEpoch& waiting = place(from, id, outbox);
  // Received twice is nothing new, but a Welcome may bring keys that the announcement alone did
  // not.
  if (waiting.statement && keys.empty()) return {};
  fill(waiting, std::move(announced), statement, keys);
  outbox.keep(Table::waiting, row_key(Kind::epoch, id), epoch_row(waiting));
  return {};
}

void Waiting::add_slots(const WaitingFrom& from, const SlotChunk& chunk, Outbox& outbox) {
  fill(place(from, chunk.epoch, outbox), chunk);
  outbox.keep(Table::waiting, slots_key(chunk), slots_row(from, chunk));
}

void Waiting::forget(const EpochId& id, Outbox& outbox) {
  const auto found = epochs_.find(id);
  if (found == epochs_.end()) return;
  if (found->second.statement) outbox.forget(Table::waiting, row_key(Kind::epoch, id));
  for (const auto& [index, chunk] : found->second.seed_chunks)
    outbox.forget(Table::waiting, slots_key(chunk));
  for (const auto& [index, chunk] : found->second.join_chunks)
    outbox.forget(Table::waiting, slots_key(chunk));
  epochs_.erase(found);
}

void Waiting::add_envelope(const WaitingFrom& from, const EnvelopeId& id, Outbox& outbox) {
  if (envelopes_.contains(id)) return;
  const auto is_author = [&](const WaitingFrom& other) { return other.author == from.author; };
  const auto is_here = [&](const WaitingFrom& other) { return other.policy.id == from.policy.id; };
  const auto self = [](const WaitingFrom& waiting) -> const WaitingFrom& { return waiting; };
  auto over = oldest_beyond(envelopes_, limits::waiting_records_per_author_max, is_author, self);
  if (over == envelopes_.end())
    over = oldest_beyond(envelopes_, limits::waiting_per_channel_max, is_here, self);
  if (over != envelopes_.end()) forget(EnvelopeId{over->first}, outbox);
  Writer row;
  write_from(row, from);
  outbox.keep(Table::waiting, row_key(Kind::envelope, id), row.take());
  envelopes_.emplace(id, from);
}

std::vector<EnvelopeId> Waiting::envelopes() const {
  std::vector<EnvelopeId> out;
  for (const auto& [id, from] : envelopes_) out.push_back(id);
  return out;
}

void Waiting::forget(const EnvelopeId& id, Outbox& outbox) {
  if (envelopes_.erase(id) > 0) outbox.forget(Table::waiting, row_key(Kind::envelope, id));
}

void Waiting::expire(WallTime now, Outbox& outbox) {
  const auto is_over = [&](const WaitingFrom& from) {
    return wall_ms(now) - wall_ms(from.since) > limits::waiting_life_ms;
  };
  std::vector<EpochId> epochs;
  for (const auto& [id, waiting] : epochs_) {
    if (is_over(waiting.from)) epochs.push_back(id);
  }
  for (const EpochId& id : epochs) forget(id, outbox);
  for (const EnvelopeId& id : envelopes()) {
    if (is_over(envelopes_.at(id))) forget(id, outbox);
  }
}

}  // namespace tocsin::channel
