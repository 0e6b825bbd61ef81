#include "core/channel/customs.h"

#include <algorithm>
#include <optional>

#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

constexpr std::int64_t ms_per_year = 365LL * 24 * 3600 * 1000;
constexpr std::uint8_t custom_tag = 2;  // Table::channels, beside the notes: u8 2, id

Bytes custom_key(const ChannelId& id) {
  return Writer{}.u8(custom_tag).bytes(id.view()).take();
}

Bytes custom_row(const Custom& custom) {
  Writer out;
  out.u8(custom.is_known ? 1 : 0).bytes(custom.from.view());
  return out.u64(static_cast<std::uint64_t>(wall_ms(custom.since))).bytes(custom.statement).take();
}

}  // namespace

Result<Custom> Custom::read(ByteView encoded, const std::optional<Domain>& domain) {
  TRY(const Statement statement, wire::decode_signed<Statement>(encoded));
  if (statement.type != StatementType::channel) return fail(Errc::malformed, "no channel");
  if (domain && statement.domain != *domain)
    return fail(Errc::malformed, "a channel of another coalition");
  TRY(ChannelDefinition definition, wire::decode_signed<ChannelDefinition>(statement.body));
  if (definition.author != statement.author)
    return fail(Errc::malformed, "a channel of two authors");
  return Custom{ChannelId{statement.id().array()},
                to_bytes(encoded),
                std::move(definition),
                DeviceId::zero(),
                WallTime{},
                false};
}

ChannelPolicy Custom::policy() const {
  return ChannelPolicy{id, ChannelKind::custom, OrgId::zero(), definition.parts};
}

bool selects_delegate(const ChannelDefinition& definition,
                      const OrgId& org,
                      const DeviceId& device) {
  const auto part = std::ranges::find(definition.parts, org, &ChannelPart::org);
  if (part == definition.parts.end()) return false;
  return part->has_delegates || std::ranges::binary_search(part->devices, device);
}

Customs::Customs(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::channels)) {
    Reader key{row.key};
    if (row.key.size() != 1 + ChannelId::size || key.u8() != custom_tag) continue;
    Reader in{row.value};
    const bool is_known = in.u8() != 0;
    const DeviceId from{in.array<32>()};
    const auto since = wall_from_ms(static_cast<std::int64_t>(in.u64()));
    auto custom = Custom::read(in.rest());
    ENSURE(custom);
    custom->from = from;
    custom->since = since;
    custom->is_known = is_known;
    customs_.emplace(custom->id, *std::move(custom));
  }
}

const Custom& Customs::add(Custom custom, Outbox& outbox) {
  outbox.keep(Table::channels, custom_key(custom.id), custom_row(custom));
  const ChannelId id = custom.id;
  return customs_.insert_or_assign(id, std::move(custom)).first->second;
}

Result<ChannelId> Customs::offer(
    ByteView statement, const Domain& domain, const DeviceId& from, WallTime now, Outbox& outbox) {
  TRY(Custom custom, Custom::read(statement, domain));
  const ChannelId id = custom.id;
  if (customs_.contains(id)) return id;
  const Custom* oldest = nullptr;
  std::size_t count = 0;
  for (const auto& [known, each] : customs_) {
    if (each.is_known || each.from != from) continue;
    ++count;
    if (oldest == nullptr || each.since < oldest->since) oldest = &each;
  }
  if (count >= limits::channels_offered_max) forget(ChannelId{oldest->id}, outbox);
  custom.from = from;
  custom.since = now;
  add(std::move(custom), outbox);
  return id;
}

std::vector<const Custom*> Customs::settle(const Audiences& audiences, Outbox& outbox) {
  std::vector<std::pair<ChannelId, bool>> settled;
  for (const auto& [id, each] : customs_) {
    if (each.is_known) continue;
    const auto statement = wire::decode_signed<Statement>(each.statement);
    ENSURE(statement);
    const auto org = audiences.delegate_org(*statement);
    if (!org) continue;
    const ChannelDefinition& made = each.definition;
    settled.emplace_back(id,
                         selects_delegate(made, *org, made.author) &&
                             made_by(made.author, made.at) < limits::channels_per_year_max);
  }
  std::vector<const Custom*> fresh;
  for (const auto& [id, is_good] : settled) {
    if (!is_good) {
      forget(id, outbox);
      continue;
    }
    Custom custom = customs_.at(id);
    custom.is_known = true;
    fresh.push_back(&add(std::move(custom), outbox));
  }
  return fresh;
}

void Customs::expire(WallTime now, Outbox& outbox) {
  std::vector<ChannelId> over;
  for (const auto& [id, each] : customs_) {
    if (!each.is_known && wall_ms(now) - wall_ms(each.since) > limits::waiting_life_ms)
      over.push_back(id);
  }
  for (const ChannelId& id : over) forget(id, outbox);
}

const Custom* Customs::find(const ChannelId& id) const {
  const auto found = customs_.find(id);
  return found == customs_.end() ? nullptr : &found->second;
}

std::vector<const Custom*> Customs::known() const {
  std::vector<const Custom*> out;
  for (const auto& [id, each] : customs_) {
    if (each.is_known) out.push_back(&each);
  }
  std::ranges::stable_sort(out, {}, [](const Custom* each) { return each->definition.at; });
  return out;
}

std::size_t Customs::made_by(const DeviceId& author, WallTime at) const {
  return static_cast<std::size_t>(std::ranges::count_if(customs_, [&](const auto& entry) {
    const Custom& each = entry.second;
    const std::int64_t age = wall_ms(at) - wall_ms(each.definition.at);
    return each.is_known && each.definition.author == author && age >= 0 && age < ms_per_year;
  }));
}

void Customs::forget(const ChannelId& id, Outbox& outbox) {
  if (customs_.erase(id) > 0) outbox.forget(Table::channels, custom_key(id));
}

}  // namespace tocsin::channel
