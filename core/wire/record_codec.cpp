#include "core/wire/record_codec.h"

#include "core/model/limits/channel.h"
#include "core/wire/pb_fields.h"
#include "core/wire/pb_text.h"
#include "core/wire/record.pb.h"

namespace tocsin::wire {
namespace {

void fill(pb::Slots& out, const SlotChunk& chunk) {
  out.set_epoch(pb_id(chunk.epoch));
  out.set_kind(static_cast<std::uint32_t>(chunk.kind));
  out.set_index(chunk.index);
  out.set_slots(pb_bytes(chunk.slots));
}

Result<SlotChunk> chunk_of(const pb::Slots& in) {
  SlotChunk out;
  TRY(out.epoch, id_from_pb<EpochId>(in.epoch()));
  if (in.kind() != 1 && in.kind() != 2) return fail(Errc::malformed, "slots of an unknown kind");
  out.kind = static_cast<SlotKind>(in.kind());
  const bool is_seed = out.kind == SlotKind::seed;
  const std::size_t slot_bytes = is_seed ? seed_slot_bytes : join_slot_bytes;
  const std::size_t slots_max =
      is_seed ? limits::seed_slots_per_chunk : limits::join_slots_per_chunk;
  const std::size_t slots = in.slots().size() / slot_bytes;
  if (slots == 0 || slots > slots_max || in.slots().size() % slot_bytes != 0)
    return fail(Errc::malformed, "a chunk with a broken slot");
  if (in.index() >= limits::chunks_max)
    return fail(Errc::limit_exceeded, "a chunk with a high index");
  out.index = narrow<std::uint16_t>(in.index());
  out.slots = to_bytes(in.slots());
  return out;
}

}  // namespace

template <>
Bytes encode<Record>(const Record& value) {
  pb::Record out;
  out.set_prev(pb_id(value.prev));
  for (const RecordId& ref : value.refs) out.add_refs(pb_bytes(ref.view()));
  out.set_view(pb_bytes(value.view));
  out.set_at(static_cast<std::uint64_t>(wall_ms(value.at)));
  out.set_expires(static_cast<std::uint64_t>(wall_ms(value.expires)));
  out.set_body(pb_bytes(value.body));
  return pb_encode(out);
}

template <>
Result<Record> decode<Record>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Record>(bytes, record_bytes_max));
  Record out;
  TRY(out.prev, id_or_zero<RecordId>(in.prev()));
  if (in.refs_size() > static_cast<int>(limits::record_refs_max))
    return fail(Errc::limit_exceeded, "a record with too many references");
  for (const std::string& ref : in.refs()) {
    TRY(const auto id, id_from_pb<RecordId>(ref));
    out.refs.push_back(id);
  }
  TRY(out.view, from_pb<8>(in.view()));
  if (in.at() > wall_ms_max || in.expires() > wall_ms_max)
    return fail(Errc::malformed, "a time beyond all calendars");
  out.at = wall_from_ms(static_cast<std::int64_t>(in.at()));
  out.expires = wall_from_ms(static_cast<std::int64_t>(in.expires()));
  out.body = to_bytes(in.body());
  return out;
}

template <>
Bytes encode<SlotChunk>(const SlotChunk& value) {
  pb::Slots out;
  fill(out, value);
  return pb_encode(out);
}

template <>
Result<SlotChunk> decode<SlotChunk>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Slots>(bytes, record_bytes_max));
  return chunk_of(in);
}

template <>
Bytes encode<ViewAsk>(const ViewAsk& value) {
  pb::ViewAsk out;
  out.set_tag(pb_bytes(value.tag));
  for (const StatementId& id : value.missing) out.add_missing(pb_bytes(id.view()));
  return pb_encode(out);
}

template <>
Result<ViewAsk> decode<ViewAsk>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::ViewAsk>(bytes, record_bytes_max));
  ViewAsk out;
  TRY(out.tag, from_pb<8>(in.tag()));
  if (in.missing_size() > static_cast<int>(limits::view_ask_ids_max))
    return fail(Errc::limit_exceeded, "an ask for too much");
  for (const std::string& field : in.missing()) {
    TRY(const auto id, id_from_pb<StatementId>(field));
    out.missing.push_back(id);
  }
  return out;
}

template <>
Bytes encode<MeshKeyRecord>(const MeshKeyRecord& value) {
  pb::MeshKey out;
  out.set_number(value.number);
  out.set_secret(pb_bytes(value.secret));
  out.set_authority_seed(pb_bytes(value.authority_seed));
  out.set_authority(pb_bytes(value.authority));
  out.set_before(pb_id(value.before));
  out.set_made_hour(value.made_hour);
  return pb_encode(out);
}

template <>
Result<MeshKeyRecord> decode<MeshKeyRecord>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::MeshKey>(bytes, record_bytes_max));
  MeshKeyRecord out;
  TRY(out.authority, from_pb<32>(in.authority()));
  TRY(out.before, id_or_zero<MeshTag>(in.before()));
  const bool has_seed = in.authority_seed().size() == 32;
  if (in.secret().size() != 32 || (!has_seed && !in.authority_seed().empty()))
    return fail(Errc::malformed, "a mesh key of the wrong length");
  if (in.number() == 0) return fail(Errc::malformed, "mesh keys are numbered from 1");
  out.number = in.number();
  out.secret = to_bytes(in.secret());
  out.authority_seed = to_bytes(in.authority_seed());
  out.made_hour = in.made_hour();
  return out;
}

template <>
Bytes encode<StampKeyRecord>(const StampKeyRecord& value) {
  pb::StampKey out;
  out.set_number(value.number);
  out.set_key(pb_bytes(value.key.view()));
  return pb_encode(out);
}

template <>
Result<StampKeyRecord> decode<StampKeyRecord>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::StampKey>(bytes, record_bytes_max));
  if (in.number() == 0) return fail(Errc::malformed, "mesh keys are numbered from 1");
  TRY(const auto key, id_from_pb<StampKey>(in.key()));
  return StampKeyRecord{in.number(), key};
}

template <>
Bytes encode<ListExport>(const ListExport& value) {
  pb::ListExport out;
  out.set_step(static_cast<std::uint32_t>(value.step));
  out.set_ask(pb_id(value.ask));
  out.set_cell(value.cell);
  out.set_workers(value.workers);
  return pb_encode(out);
}

template <>
Result<ListExport> decode<ListExport>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::ListExport>(bytes, limits::list_export_bytes_max));
  if (in.step() < 1 || in.step() > static_cast<std::uint32_t>(ExportStep::written))
    return fail(Errc::malformed, "an unknown step of an export");
  ListExport out{static_cast<ExportStep>(in.step()), RecordId::zero(), in.cell(), in.workers()};
  TRY(out.ask, id_or_zero<RecordId>(in.ask()));
  const bool is_ask = out.step == ExportStep::ask;
  if (out.ask.is_zero() != is_ask) return fail(Errc::malformed, "an export that names no ask");
  if (!is_ask && !out.cell.empty()) return fail(Errc::malformed, "only an ask names a cell");
  return out;
}

template <>
Bytes encode<FileChunk>(const FileChunk& value) {
  pb::FileChunk out;
  out.set_file(pb_bytes(value.file.view()));
  out.set_name(value.name);
  out.set_size(value.size);
  out.set_index(value.index);
  out.set_data(pb_bytes(value.data));
  return pb_encode(out);
}

template <>
Result<FileChunk> decode<FileChunk>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::FileChunk>(bytes, record_bytes_max));
  FileChunk out;
  TRY(out.file, id_from_pb<FileId>(in.file()));
  TRY_VOID(check_file_name(in.name()));
  if (in.size() == 0) return fail(Errc::malformed, "a file of nothing");
  if (in.size() > file_bytes_max) return fail(Errc::limit_exceeded, "a file over 25 MiB");
  if (in.index() >= chunks_of(in.size())) return fail(Errc::malformed, "a chunk behind the end");
  if (in.data().size() != chunk_bytes(in.size(), in.index()))
    return fail(Errc::malformed, "a chunk of the wrong length");
  out.name = in.name();
  out.size = in.size();
  out.index = in.index();
  out.data = to_bytes(in.data());
  return out;
}

template <>
Bytes encode<Welcome>(const Welcome& value) {
  pb::Welcome out;
  out.set_org(pb_id(value.org));
  for (const Bytes& statement : value.state) out.add_state(pb_bytes(statement));
  for (const ChannelWelcome& channel : value.channels) {
    pb::ChannelWelcome& to = *out.add_channels();
    to.set_epoch(pb_bytes(channel.epoch));
    fill(*to.mutable_slots(), channel.slots);
    for (const Bytes& keys : channel.keys) to.add_keys(pb_bytes(keys));
    to.set_channel(pb_bytes(channel.channel));
  }
  out.set_mesh_key(pb_bytes(value.mesh_key));
  out.set_mesh_list(pb_bytes(value.mesh_list));
  return pb_encode(out);
}

template <>
Result<Welcome> decode<Welcome>(ByteView bytes) {
  TRY(const auto in, pb_parse<pb::Welcome>(bytes, limits::welcome_bytes_max));
  Welcome out;
  TRY(out.org, id_or_zero<OrgId>(in.org()));
  if (in.channels_size() > static_cast<int>(limits::welcome_channels_max))
    return fail(Errc::limit_exceeded, "a Welcome with too many channels");
  for (const std::string& statement : in.state()) out.state.push_back(to_bytes(statement));
  for (const pb::ChannelWelcome& from : in.channels()) {
    ChannelWelcome channel;
    channel.epoch = to_bytes(from.epoch());
    TRY(channel.slots, chunk_of(from.slots()));
    for (const std::string& keys : from.keys()) channel.keys.push_back(to_bytes(keys));
    channel.channel = to_bytes(from.channel());
    out.channels.push_back(std::move(channel));
  }
  out.mesh_key = to_bytes(in.mesh_key());
  out.mesh_list = to_bytes(in.mesh_list());
  return out;
}

}  // namespace tocsin::wire
