#include "core/wire/channel_codec.h"

#include "core/base/text.h"
#include "core/model/limits/channel.h"
#include "core/model/statement.h"
#include "core/wire/channel.pb.h"
#include "core/wire/pb_fields.h"
#include "core/wire/pb_text.h"

namespace tocsin::wire {
namespace {

constexpr std::size_t handle_bytes_max = 40;

Result<std::vector<crypto::Hash>> hashes(
    const google::protobuf::RepeatedPtrField<std::string>& fields) {
  if (fields.size() > static_cast<int>(limits::chunks_max))
    return fail(Errc::limit_exceeded, "more slot chunks than members allow");
  std::vector<crypto::Hash> out;
  for (const std::string& field : fields) {
    TRY(const auto hash, from_pb<32>(field));
    out.push_back(hash);
  }
  return out;
}

Result<ChannelPart> part_of(const pb::ChannelPart& in) {
  ChannelPart out;
  TRY(out.org, id_from_pb<OrgId>(in.org()));
  out.has_delegates = in.delegates();
  out.has_members = in.members();
  if (in.devices_size() > static_cast<int>(limits::channel_devices_max))
    return fail(Errc::limit_exceeded, "a channel that names too many devices of one org");
  for (const std::string& field : in.devices()) {
    TRY(const auto device, id_from_pb<DeviceId>(field));
    if (!out.devices.empty() && out.devices.back() >= device)
      return fail(Errc::malformed, "devices of a channel out of order");
    out.devices.push_back(device);
  }
  if (!out.has_delegates && !out.needs_roll())
    return fail(Errc::malformed, "a part of a channel that selects nobody");
  return out;
}

}  // namespace

template <>
Bytes encode<DeviceStatement>(const DeviceStatement& value) {
  pb::Device out;
  out.set_author(pb_id(value.author));
  out.set_idk(pb_bytes(value.keys.idk));
  out.set_ltk(pb_bytes(value.keys.ltk));
  out.set_org(pb_id(value.org));
  out.set_person(value.person);
  return pb_encode(out);
}

template <>
Result<DeviceStatement> decode<DeviceStatement>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Device>(bytes, statement_body_bytes_max));
  TRY(const auto author, id_from_pb<DeviceId>(in.author()));
  TRY(const auto idk, from_pb<32>(in.idk()));
  TRY(const auto ltk, from_pb<32>(in.ltk()));
  TRY(const auto org, id_or_zero<OrgId>(in.org()));
  TRY_VOID(check_name(in.person(), handle_bytes_max));
  return DeviceStatement{author, DeviceKeys{idk, ltk}, org, in.person()};
}

template <>
Bytes encode<KeysStatement>(const KeysStatement& value) {
  pb::Keys out;
  out.set_author(pb_id(value.author));
  out.set_gen(value.gen);
  out.set_pk(pb_bytes(value.pk));
  out.set_jpk(pb_bytes(value.jpk));
  out.set_msk(pb_bytes(value.msk));
  out.set_not_after_day(value.not_after_day);
  out.set_prev(pb_id(value.prev));
  return pb_encode(out);
}

template <>
Result<KeysStatement> decode<KeysStatement>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Keys>(bytes, statement_body_bytes_max));
  TRY(const auto author, id_from_pb<DeviceId>(in.author()));
  TRY(const auto pk, from_pb<32>(in.pk()));
  TRY(const auto jpk, from_pb<32>(in.jpk()));
  TRY(const auto msk, from_pb<32>(in.msk()));
  TRY(const auto prev, id_or_zero<StatementId>(in.prev()));
  if (in.gen() == 0 || in.gen() > 0xFFFF) return fail(Errc::malformed, "a generation out of range");
  const auto gen = narrow<std::uint16_t>(in.gen());
  return KeysStatement{author, gen, pk, jpk, msk, in.not_after_day(), prev};
}

template <>
Bytes encode<ChannelDefinition>(const ChannelDefinition& value) {
  pb::Channel out;
  out.set_author(pb_id(value.author));
  out.set_name(value.name);
  for (const ChannelPart& part : value.parts) {
    pb::ChannelPart& to = *out.add_parts();
    to.set_org(pb_id(part.org));
    to.set_delegates(part.has_delegates);
    to.set_members(part.has_members);
    for (const DeviceId& device : part.devices) to.add_devices(pb_id(device));
  }
  out.set_at(static_cast<std::uint64_t>(wall_ms(value.at)));
  return pb_encode(out);
}

template <>
Result<ChannelDefinition> decode<ChannelDefinition>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Channel>(bytes, statement_body_bytes_max));
  ChannelDefinition out;
  TRY(out.author, id_from_pb<DeviceId>(in.author()));
  TRY_VOID(check_channel_name(in.name()));
  out.name = in.name();
  if (in.parts_size() == 0 || in.parts_size() > static_cast<int>(limits::channel_parts_max))
    return fail(Errc::malformed, "a channel of no part, or of too many");
  for (const pb::ChannelPart& from : in.parts()) {
    TRY(ChannelPart part, part_of(from));
    if (!out.parts.empty() && out.parts.back().org >= part.org)
      return fail(Errc::malformed, "parts of a channel out of order");
    out.parts.push_back(std::move(part));
  }
  if (in.at() > wall_ms_max) return fail(Errc::malformed, "a time beyond all calendars");
  out.at = wall_from_ms(static_cast<std::int64_t>(in.at()));
  return out;
}

template <>
Bytes encode<EpochAnnouncement>(const EpochAnnouncement& value) {
  pb::Epoch out;
  out.set_author(pb_id(value.core.author));
  out.set_core(pb_bytes(encode_core(value.core)));
  for (const crypto::Hash& hash : value.seed_chunks) out.add_seed_chunks(pb_bytes(hash));
  for (const crypto::Hash& hash : value.join_chunks) out.add_join_chunks(pb_bytes(hash));
  out.set_confirm(pb_bytes(value.confirm));
  return pb_encode(out);
}

template <>
Result<EpochAnnouncement> decode<EpochAnnouncement>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Epoch>(bytes, statement_body_bytes_max));
  EpochAnnouncement out;
  TRY(const auto author, id_from_pb<DeviceId>(in.author()));
  TRY(out.core, decode_core(as_bytes(in.core())));
  if (author != out.core.author) return fail(Errc::malformed, "an epoch of two authors");
  if (out.core.members > limits::members_max)
    return fail(Errc::limit_exceeded, "an epoch with too many members");
  TRY(out.seed_chunks, hashes(in.seed_chunks()));
  TRY(out.join_chunks, hashes(in.join_chunks()));
  TRY(out.confirm, from_pb<32>(in.confirm()));
  return out;
}

template <>
Bytes encode<JoinStatement>(const JoinStatement& value) {
  pb::Join out;
  out.set_author(pb_id(value.author));
  out.set_device(pb_bytes(value.device));
  out.set_keys(pb_bytes(value.keys));
  out.set_inviter(pb_id(value.inviter));
  out.set_tag(pb_bytes(value.tag.view()));
  out.set_is_second_device(value.is_second_device);
  return pb_encode(out);
}

template <>
Result<JoinStatement> decode<JoinStatement>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Join>(bytes, statement_body_bytes_max));
  TRY(const auto author, id_from_pb<DeviceId>(in.author()));
  TRY(const auto inviter, id_from_pb<DeviceId>(in.inviter()));
  TRY(const auto tag, id_from_pb<MeshTag>(in.tag()));
  if (in.device().empty() || in.keys().empty())
    return fail(Errc::malformed, "a join request without its parts");
  return JoinStatement{
      author, to_bytes(in.device()), to_bytes(in.keys()), inviter, tag, in.is_second_device()};
}

}  // namespace tocsin::wire
