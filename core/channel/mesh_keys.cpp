#include "core/channel/mesh_keys.h"

#include "core/model/limits/channel.h"
#include "core/model/statement.h"
#include "core/wire/record_codec.h"

namespace tocsin::channel {
namespace {

constexpr std::uint8_t key_row = 1;
constexpr std::uint8_t stamp_row = 2;
constexpr std::uint32_t rotate_hours_min = 24;

Bytes row_key(std::uint8_t kind, std::uint32_t number, ByteView rest) {
  return Writer{}.u8(kind).u32(number).bytes(rest).take();
}

}  // namespace

MeshTag tag_of(const MeshKeyRecord& key) {
  return mesh_tag(link_material(MeshSecret::copy_of(key.secret)).reveal());
}

MeshKeys::MeshKeys(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::mesh_keys)) {
    Reader key{row.key};
    const std::uint8_t kind = key.u8();
    const std::uint32_t number = key.u32();
    if (kind == stamp_row) {
      stamp_seeds_.emplace(number, crypto::SignSeed::copy_of(row.value));
      continue;
    }
    const auto record = wire::decode_signed<MeshKeyRecord>(row.value);
    ENSURE(record);
    keys_[number].emplace(MeshTag{key.array<16>()}, *record);
  }
}

Result<bool> MeshKeys::take(MeshKeyRecord key, MeshKeySource source, WallTime now, Outbox& outbox) {
  const bool has_seed = key.authority_seed.size() == 32;
  if (has_seed != (source != MeshKeySource::copy))
    return fail(Errc::malformed, "a mesh key on the wrong path");
  if (has_seed && crypto::sign_public_key(key.authority_seed) != key.authority)
    return fail(Errc::conflict, "a mesh key whose authority is not its seed's");
  const std::uint32_t newest_number = keys_.empty() ? 0 : keys_.rbegin()->first;
  if (key.made_hour > hour_of(now) + limits::mesh_key_ahead_hours)
    return fail(Errc::not_allowed, "a mesh key from the future");
  if (source == MeshKeySource::assembly && newest_number != 0) {
    if (key.number > newest_number + 1)
      return fail(Errc::not_allowed, "a mesh key whose predecessor is not known");
    if (key.number == newest_number + 1) {
      const MeshKeyRecord& before = keys_.rbegin()->second.begin()->second;
      if (key.made_hour < before.made_hour + rotate_hours_min)
        return fail(Errc::not_allowed, "a mesh key within a day of the last");
    }
  }
  if (key.number + limits::mesh_numbers_valid <= newest_number)
    return fail(Errc::not_allowed, "an outdated mesh key");
  const MeshTag tag = tag_of(key);
  auto& siblings = keys_[key.number];
  const auto known = siblings.find(tag);
  if (known != siblings.end() && (!has_seed || !known->second.authority_seed.empty())) return false;
  outbox.keep(Table::mesh_keys, row_key(key_row, key.number, tag.view()), wire::encode(key));
  siblings.insert_or_assign(tag, std::move(key));
  return true;
}

std::vector<MeshKeyRecord> MeshKeys::valid() const {
  std::vector<MeshKeyRecord> out;
  if (keys_.empty()) return out;
  const std::uint32_t newest_number = keys_.rbegin()->first;
  for (auto number = keys_.rbegin(); number != keys_.rend(); ++number) {
    if (number->first + limits::mesh_numbers_valid <= newest_number) break;
    std::size_t siblings = 0;
    for (const auto& [tag, key] : number->second) {
      if (siblings++ < 2) out.push_back(key);
    }
  }
  return out;
}

std::optional<MeshKeyRecord> MeshKeys::newest() const {
  if (keys_.empty()) return std::nullopt;
  return keys_.rbegin()->second.begin()->second;
}

StampKey MeshKeys::make_stamp_key(Random& random, std::uint32_t number, Outbox& outbox) {
  auto found = stamp_seeds_.find(number);
  if (found == stamp_seeds_.end()) {
    found = stamp_seeds_.emplace(number, crypto::make_sign_seed(random)).first;
    outbox.keep(Table::mesh_keys, row_key(stamp_row, number, {}), to_bytes(found->second.reveal()));
  }
  return StampKey{crypto::sign_public_key(found->second.reveal())};
}

std::optional<Stamp> MeshKeys::stamp(const CoalitionId& coalition,
                                     const EnvelopeId& envelope) const {
  if (stamp_seeds_.empty()) return std::nullopt;
  const ByteView seed = stamp_seeds_.rbegin()->second.reveal();
  const Domain domain{coalition, Mode::none};
  return Stamp{StampKey{crypto::sign_public_key(seed)},
               crypto::sign(seed, signature_input(domain, "stamp", envelope.view()))};
}

}  // namespace tocsin::channel
