#include "core/channel/epochs.h"

#include "core/base/checked.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

// Rows of an epoch: id | part. Parts change apart from each other.
enum class Part : std::uint8_t { announcement = 0, fwd = 1, snd = 2, days = 3, join_chunk = 4 };

Bytes part_key(const EpochId& id, Part part, std::uint16_t index = 0) {
  return Writer{}.bytes(id.view()).u8(static_cast<std::uint8_t>(part)).u16(index).take();
}

Bytes chain_key(const EpochId& id, std::uint32_t rank) {
  return Writer{}.bytes(id.view()).u32(rank).take();
}

Bytes announcement_row(const HeldEpoch& epoch) {
  Writer out;
  out.u8(static_cast<std::uint8_t>(epoch.policy.kind)).bytes(epoch.policy.org.view());
  out.u32(epoch.seeded_on_path).bytes(epoch.secrets.exp.reveal());
  return out.bytes(epoch.statement).take();
}

struct Rows {
  std::map<Part, Bytes> parts;
  std::vector<Bytes> join_chunks;
};

SlotChunk join_chunk_of(const EpochId& id, std::uint16_t index, const Bytes& slots) {
  return SlotChunk{id, SlotKind::join, index, slots};
}

HeldEpoch restored_epoch(const EpochId& id, const Rows& rows) {
  Reader in{rows.parts.at(Part::announcement)};
  const auto kind = static_cast<ChannelKind>(in.u8());
  const OrgId org{in.array<32>()};
  const std::uint32_t seeded_on_path = in.u32();
  const StepKey exp{in.take(32)};
  const auto statement = wire::decode_signed<Statement>(in.rest());
  ENSURE(statement);
  auto announcement = wire::decode_signed<EpochAnnouncement>(statement->body);
  auto fwd = Puncture::decode(rows.parts.at(Part::fwd));
  auto snd = Puncture::decode(rows.parts.at(Part::snd));
  auto days = Days::decode(rows.parts.at(Part::days));
  ENSURE(announcement && fwd && snd && days);
  std::vector<SlotChunk> chunks;
  for (const Bytes& slots : rows.join_chunks)
    chunks.push_back(join_chunk_of(id, narrow<std::uint16_t>(chunks.size()), slots));
  const crypto::Hash c1 = announcement->c1();
  const ChannelPolicy policy{announcement->core.channel, kind, org};
  return HeldEpoch{id,
                   policy,
                   to_bytes(in.rest()),
                   *std::move(announcement),
                   EpochSecrets{c1, *std::move(fwd), *std::move(snd), *std::move(days), exp},
                   seeded_on_path,
                   std::move(chunks),
                   {},
                   nullptr,
                   std::nullopt};
}

}  // namespace

Epochs::Epochs(const Snapshot& restored) {
  std::map<EpochId, Rows> found;
  for (const StoredRow& row : restored.of(Table::epochs)) {
    Reader key{row.key};
    const EpochId id{key.array<32>()};
    const auto part = static_cast<Part>(key.u8());
    if (part == Part::join_chunk) {
      found[id].join_chunks.push_back(row.value);
    } else {
      found[id].parts[part] = row.value;
    }
  }
  for (const auto& [id, rows] : found) epochs_.emplace(id, restored_epoch(id, rows));
  for (const StoredRow& row : restored.of(Table::chains)) {
    Reader key{row.key};
    const auto epoch = epochs_.find(EpochId{key.array<32>()});
    auto chain = Chain::decode(row.value);
    ENSURE(epoch != epochs_.end() && chain);
    skipped_ += chain->skipped();
    epoch->second.chains.emplace(key.u32(), *std::move(chain));
  }
}

void Epochs::resolve(const Customs& customs) {
  for (auto& [id, epoch] : epochs_) {
    if (const Custom* custom = customs.find(epoch.policy.id)) epoch.policy = custom->policy();
  }
}

HeldEpoch* Epochs::find(const EpochId& id) {
  const auto found = epochs_.find(id);
  return found == epochs_.end() ? nullptr : &found->second;
}

const HeldEpoch* Epochs::find(const EpochId& id) const {
  const auto found = epochs_.find(id);
  return found == epochs_.end() ? nullptr : &found->second;
}

std::vector<HeldEpoch*> Epochs::of(const ChannelId& channel) {
  std::vector<HeldEpoch*> out;
  for (auto& [id, epoch] : epochs_) {
    if (epoch.policy.id == channel) out.push_back(&epoch);
  }
  return out;
}

bool Epochs::has_any(const ChannelId& channel) const {
  return std::ranges::any_of(epochs_,
                             [&](const auto& held) { return held.second.policy.id == channel; });
}

const Audience* Epochs::audience(const HeldEpoch& epoch, const Audiences& audiences) {
  if (epoch.audience == nullptr) {
    auto found = audiences.audience(epoch.policy, epoch.announcement.core.view);
    if (auto* members = std::get_if<Audience>(&found))
      epoch.audience = std::make_shared<const Audience>(std::move(*members));
  }
  return epoch.audience.get();
}

HeldEpoch& Epochs::add(NewEpoch fresh, Outbox& outbox) {
  const EpochId id = fresh.announcement.id();
  const HeldEpoch* parent = find(fresh.announcement.core.parent);
  const std::uint32_t own_seed = fresh.announcement.core.is_seeded ? 1 : 0;
  const std::uint32_t seeded = own_seed + (parent == nullptr ? 0 : parent->seeded_on_path);
  const auto [place, is_new] = epochs_.emplace(id,
                                               HeldEpoch{id,
                                                         fresh.policy,
                                                         std::move(fresh.statement),
                                                         std::move(fresh.announcement),
                                                         std::move(fresh.secrets),
                                                         seeded,
                                                         std::move(fresh.join_chunks),
                                                         {},
                                                         nullptr,
                                                         std::nullopt});
  ENSURE(is_new);
  HeldEpoch& epoch = place->second;
  outbox.keep(Table::epochs, part_key(id, Part::announcement), announcement_row(epoch));
  outbox.keep(Table::epochs, part_key(id, Part::fwd), epoch.secrets.fwd.encode());
  outbox.keep(Table::epochs, part_key(id, Part::snd), epoch.secrets.snd.encode());
  outbox.keep(Table::epochs, part_key(id, Part::days), epoch.secrets.days.encode());
  for (const SlotChunk& chunk : epoch.join_chunks)
    outbox.keep(Table::epochs, part_key(id, Part::join_chunk, chunk.index), chunk.slots);
  return epoch;
}

void Epochs::keep_fwd(HeldEpoch& epoch, Puncture fwd, Outbox& outbox) {
  epoch.secrets.fwd = std::move(fwd);
  outbox.keep(Table::epochs, part_key(epoch.id, Part::fwd), epoch.secrets.fwd.encode());
}

Result<Epochs::ChainCopy> Epochs::chain(const HeldEpoch& epoch, std::uint32_t rank) const {
  const auto found = epoch.chains.find(rank);
  if (found != epoch.chains.end()) return ChainCopy{found->second, std::nullopt};
  if (rank >= epoch.announcement.core.members)
    return fail(Errc::malformed, "a rank that nobody has");
  Puncture snd = epoch.secrets.snd;
  TRY(const StepKey leaf, snd.pop(rank_point(rank, snd.bits())));
  return ChainCopy{Chain{leaf, rank}, std::move(snd)};
}

Result<void> Epochs::commit(HeldEpoch& epoch, std::uint32_t rank, ChainCopy copy, Outbox& outbox) {
  const auto found = epoch.chains.find(rank);
  const std::size_t before = found == epoch.chains.end() ? 0 : found->second.skipped();
  const std::size_t skipped = skipped_ - before + copy.chain.skipped();
  if (skipped > limits::skipped_in_all_max && copy.chain.skipped() > before)
    return fail(Errc::limit_exceeded, "too many skipped records in all");
  skipped_ = skipped;
  outbox.keep(Table::chains, chain_key(epoch.id, rank), copy.chain.encode());
  epoch.chains.insert_or_assign(rank, std::move(copy.chain));
  if (copy.snd) {
    epoch.secrets.snd = *std::move(copy.snd);
    outbox.keep(Table::epochs, part_key(epoch.id, Part::snd), epoch.secrets.snd.encode());
  }
  return {};
}

void Epochs::watch(const HeldEpoch& epoch, std::uint32_t today, std::vector<Route>& fresh) {
  const std::uint32_t from = epoch.secrets.days.watched_from(today);
  const std::uint32_t to = epoch.secrets.days.watched_to(today);
  auto& days = days_[epoch.id];
  while (!days.empty() && days.begin()->first < from) {
    routes_.erase(days.begin()->second);
    days.erase(days.begin());
  }
  for (std::uint32_t day = from; day <= to; ++day) {
    if (days.contains(day)) continue;
    const auto keys = epoch.secrets.days.at(day);
    if (!keys) return;  // too long ago: nothing of it is still on its way
    const Route route = admission_of(keys->admission).route;
    days.emplace(day, route);
    routes_.insert_or_assign(route, Watched{epoch.id, day, keys->header});
    fresh.push_back(route);
    if (day == to) break;  // day + 1 might wrap
  }
}

std::vector<Route> Epochs::watch(std::uint32_t today) {
  std::vector<Route> fresh;
  for (const auto& [id, epoch] : epochs_) watch(epoch, today, fresh);
  return fresh;
}

const Watched* Epochs::watched(const Route& route) const {
  const auto found = routes_.find(route);
  return found == routes_.end() ? nullptr : &found->second;
}

std::vector<Route> Epochs::routes() const {
  std::vector<Route> out;
  for (const auto& [route, watched] : routes_) out.push_back(route);
  return out;
}

const Admission& Epochs::admission(HeldEpoch& epoch, std::uint32_t day) {
  if (!epoch.today || epoch.today->first != day) {
    const auto keys = epoch.secrets.days.at(day);
    ENSURE(keys);
    epoch.today.emplace(day, admission_of(keys->admission));
  }
  return epoch.today->second;
}

}  // namespace tocsin::channel
