#include "core/wire/frame_codec.h"

#include "core/base/match.h"
#include "core/model/limits/link.h"
#include "core/model/mesh_list.h"

namespace tocsin::wire {
namespace {

enum class Type : std::uint8_t {
  hello = 0x01,
  ack = 0x02,
  bye = 0x03,
  mesh_list = 0x04,
  ticket = 0x05,
  ticket_ok = 0x06,
  push = 0x10,
  have = 0x11,
  want = 0x12,
  gone = 0x13,
  sync_open = 0x20,
  sync_days = 0x21,
  sync_get = 0x22,
  sync_list = 0x23,
  sync_end = 0x25
};

Writer frame(Type type) {
  Writer writer;
  writer.u8(static_cast<std::uint8_t>(type));
  return writer;
}

void write_ids(Writer& writer, const std::vector<ShortId>& ids) {
  for (const ShortId id : ids) writer.u64(id);
}

template <class Enum>
std::uint8_t byte_of(Enum value) {
  return static_cast<std::uint8_t>(value);
}

Bytes encode_push(const Push& push) {
  Writer writer = frame(Type::push);
  writer.u8(push.stamp ? 1 : 0);
  if (push.stamp) writer.bytes(push.stamp->key.view()).bytes(push.stamp->signature);
  return writer.bytes(push.envelope).take();
}

Bytes encode_days(const SyncDays& days) {
  Writer writer = frame(Type::sync_days);
  writer.u32(days.sid);
  for (const SyncDay& day : days.days) writer.u16(day.day).u32(day.count).bytes(day.digest);
  return writer.take();
}

Bytes encode_list(const SyncList& list) {
  Writer writer = frame(Type::sync_list);
  writer.u32(list.sid).u16(list.day).u8(list.is_last ? 1 : 0);
  write_ids(writer, list.ids);
  return writer.take();
}

template <class Ids>
Bytes encode_ids(Writer writer, const Ids& frame_with_ids) {
  write_ids(writer, frame_with_ids.ids);
  return writer.take();
}

// --- reading: each takes the body and returns the frame, or says what is wrong with it

Result<std::vector<ShortId>> read_ids(Reader& reader, std::size_t most) {
  if (reader.left() % sizeof(ShortId) != 0 || reader.left() / sizeof(ShortId) > most)
    return fail(Errc::malformed, "a wrong count of short ids");
  std::vector<ShortId> ids;
  ids.reserve(reader.left() / sizeof(ShortId));
  while (reader.left() > 0) ids.push_back(reader.u64());
  return ids;
}

Result<bool> read_flag(Reader& reader) {
  const std::uint8_t flag = reader.u8();
  if (flag > 1) return fail(Errc::malformed, "a flag is 0 or 1");
  return flag == 1;
}

Result<Frame> whole(const Reader& reader, Frame read) {
  if (!reader.finished()) return fail(Errc::malformed, "a frame of the wrong length");
  return read;
}

Result<Frame> read_hello(Reader reader) {
  Hello hello;
  hello.protocol = reader.u8();
  hello.features = reader.u32();
  hello.id_key = reader.array<16>();
  hello.number = reader.u32();
  hello.list_seq = reader.u32();
  hello.flags = reader.u8();
  return whole(reader, hello);
}

Result<Frame> read_bye(Reader reader) {
  const std::uint8_t reason = reader.u8();
  if (reason < byte_of(ByeReason::full) || reason > byte_of(ByeReason::abuse))
    return fail(Errc::malformed, "an unknown reason to leave");
  return whole(reader, Bye{static_cast<ByeReason>(reason)});
}

Result<Frame> read_mesh_list(Reader reader) {
  if (reader.left() > mesh_list_bytes_max) return fail(Errc::malformed, "a mesh list too long");
  return MeshListFrame{to_bytes(reader.rest())};
}

Result<Frame> read_ticket(Reader reader) {
  TicketFrame ticket;
  const std::uint8_t op = reader.u8();
  if (op < byte_of(TicketOp::put) || op > byte_of(TicketOp::drop))
    return fail(Errc::malformed, "an unknown ticket operation");
  ticket.op = static_cast<TicketOp>(op);
  ticket.ticket = reader.array<32>();
  ticket.route = Route{reader.array<Route::size>()};
  ticket.expiry_hour = reader.u32();
  return whole(reader, ticket);
}

Result<Frame> read_ticket_ok(Reader reader) {
  TicketOk ok;
  ok.tag = MeshTag{reader.array<MeshTag::size>()};
  ok.status = reader.u8();
  return whole(reader, ok);
}

bool is_envelope_length(std::size_t length) {
  for (std::uint8_t bucket = 0; bucket <= envelope_layout::bucket_max; ++bucket)
    if (length == std::size_t{512} << bucket) return true;
  return false;
}

Result<Frame> read_push(Reader reader) {
  Push push;
  TRY(const bool is_stamped, read_flag(reader));
  if (is_stamped) push.stamp = Stamp{StampKey{reader.array<StampKey::size>()}, reader.array<64>()};
  if (reader.failed() || !is_envelope_length(reader.left()))
    return fail(Errc::malformed, "a push without a whole envelope");
  push.envelope = to_bytes(reader.rest());
  return push;
}

Result<Frame> read_have(Reader reader) {
  const std::uint8_t kind = reader.u8();
  if (reader.failed() || kind > byte_of(HaveKind::sync))
    return fail(Errc::malformed, "an unknown kind of announcement");
  TRY(auto ids, read_ids(reader, limits::ids_per_frame_max));
  return Have{static_cast<HaveKind>(kind), std::move(ids)};
}

Result<Frame> read_want(Reader reader) {
  const std::uint8_t flags = reader.u8();
  if (reader.failed()) return fail(Errc::malformed, "a frame of the wrong length");
  TRY(auto ids, read_ids(reader, limits::ids_per_frame_max));
  return Want{flags, std::move(ids)};
}

Result<Frame> read_gone(Reader reader) {
  TRY(auto ids, read_ids(reader, limits::ids_per_frame_max));
  return Gone{std::move(ids)};
}

Result<Frame> read_sync_open(Reader reader) {
  SyncOpen open;
  open.sid = reader.u32();
  open.count = reader.u32();
  open.digest = reader.array<16>();
  return whole(reader, open);
}

Result<Frame> read_sync_end(Reader reader) {
  SyncEnd end;
  end.sid = reader.u32();
  const std::uint8_t status = reader.u8();
  if (status > byte_of(SyncStatus::busy)) return fail(Errc::malformed, "an unknown end of a sync");
  end.status = static_cast<SyncStatus>(status);
  return whole(reader, end);
}

Result<Frame> read_sync_days(Reader reader) {
  constexpr std::size_t day_bytes = 2 + 4 + 16;
  SyncDays days;
  days.sid = reader.u32();
  if (reader.failed() || reader.left() % day_bytes != 0 ||
      reader.left() / day_bytes > limits::days_per_frame_max)
    return fail(Errc::malformed, "a wrong count of days");
  while (reader.left() > 0) {
    SyncDay day;
    day.day = reader.u16();
    day.count = reader.u32();
    day.digest = reader.array<16>();
    days.days.push_back(day);
  }
  return days;
}

Result<Frame> read_sync_get(Reader reader) {
  SyncGet get;
  get.sid = reader.u32();
  get.day = reader.u16();
  get.how = reader.u8();
  get.from = reader.u32();
  get.credit = reader.u16();
  if (get.how > 1) return fail(Errc::malformed, "an unknown way to sync");
  return whole(reader, get);
}

Result<Frame> read_sync_list(Reader reader) {
  SyncList list;
  list.sid = reader.u32();
  list.day = reader.u16();
  TRY(list.is_last, read_flag(reader));
  if (reader.failed()) return fail(Errc::malformed, "a frame of the wrong length");
  TRY(list.ids, read_ids(reader, limits::ids_per_list_max));
  // Strictly rising: the reader walks it beside its own index, and a repeat would be counted twice.
  if (std::ranges::adjacent_find(list.ids, std::ranges::greater_equal{}) != list.ids.end())
    return fail(Errc::malformed, "a sync list out of order");
  return list;
}

Result<Frame> read_ack(Reader reader) {
  const AckCells ack{reader.u64()};
  return whole(reader, ack);
}

}  // namespace

Bytes encode(const Frame& any) {
  return match(
      any,
      [](const Hello& f) {
        return frame(Type::hello)
            .u8(f.protocol)
            .u32(f.features)
            .bytes(f.id_key)
            .u32(f.number)
            .u32(f.list_seq)
            .u8(f.flags)
            .take();
      },
      [](const AckCells& f) { return frame(Type::ack).u64(f.cells).take(); },
      [](const Bye& f) { return frame(Type::bye).u8(byte_of(f.reason)).take(); },
      [](const MeshListFrame& f) { return frame(Type::mesh_list).bytes(f.list).take(); },
      [](const TicketFrame& f) {
        Writer writer = frame(Type::ticket);
        writer.u8(byte_of(f.op)).bytes(f.ticket).bytes(f.route.view()).u32(f.expiry_hour);
        return writer.take();
      },
      [](const TicketOk& f) {
        return frame(Type::ticket_ok).bytes(f.tag.view()).u8(f.status).take();
      },
      [](const Push& f) { return encode_push(f); },
      [](const Have& f) { return encode_ids(frame(Type::have).u8(byte_of(f.kind)), f); },
      [](const Want& f) { return encode_ids(frame(Type::want).u8(f.flags), f); },
      [](const Gone& f) { return encode_ids(frame(Type::gone), f); },
      [](const SyncOpen& f) {
        return frame(Type::sync_open).u32(f.sid).u32(f.count).bytes(f.digest).take();
      },
      [](const SyncDays& f) { return encode_days(f); },
      [](const SyncGet& f) {
        Writer writer = frame(Type::sync_get);
        writer.u32(f.sid).u16(f.day).u8(f.how).u32(f.from).u16(f.credit);
        return writer.take();
      },
      [](const SyncList& f) { return encode_list(f); },
      [](const SyncEnd& f) {
        return frame(Type::sync_end).u32(f.sid).u8(byte_of(f.status)).take();
      },
      [](const UnknownFrame& f) { return Bytes{f.type}; });
}

Result<Frame> decode_frame(ByteView bytes) {
  Reader reader{bytes};
  const std::uint8_t type = reader.u8();
  if (reader.failed()) return fail(Errc::malformed, "an empty frame");
  switch (static_cast<Type>(type)) {
    case Type::hello:
      return read_hello(reader);
    case Type::ack:
      return read_ack(reader);
    case Type::bye:
      return read_bye(reader);
    case Type::mesh_list:
      return read_mesh_list(reader);
    case Type::ticket:
      return read_ticket(reader);
    case Type::ticket_ok:
      return read_ticket_ok(reader);
    case Type::push:
      return read_push(reader);
    case Type::have:
      return read_have(reader);
    case Type::want:
      return read_want(reader);
    case Type::gone:
      return read_gone(reader);
    case Type::sync_open:
      return read_sync_open(reader);
    case Type::sync_days:
      return read_sync_days(reader);
    case Type::sync_get:
      return read_sync_get(reader);
    case Type::sync_list:
      return read_sync_list(reader);
    case Type::sync_end:
      return read_sync_end(reader);
  }
  // A later stage's: skipped by whoever does not know it.
  return UnknownFrame{type};
}

Queue queue_of(const Frame& any) {
  return match(
      any,
      [](const Hello&) { return Queue::control; },
      [](const AckCells&) { return Queue::control; },
      [](const Bye&) { return Queue::call; },
      [](const MeshListFrame&) { return Queue::sync; },
      [](const TicketFrame&) { return Queue::control; },
      [](const TicketOk&) { return Queue::control; },
      [](const Push& f) {
        constexpr std::size_t bulk_bytes_min = 32 * 1024;
        if (f.stamp)
          return f.envelope.size() <= limits::push_call_bytes_max ? Queue::call : Queue::normal;
        return f.envelope.size() >= bulk_bytes_min ? Queue::bulk : Queue::normal;
      },
      [](const Have& f) { return f.kind == HaveKind::call ? Queue::call : Queue::control; },
      [](const Want&) { return Queue::control; },
      [](const Gone&) { return Queue::control; },
      [](const SyncOpen&) { return Queue::sync; },
      [](const SyncDays&) { return Queue::sync; },
      [](const SyncGet&) { return Queue::sync; },
      [](const SyncList&) { return Queue::sync; },
      [](const SyncEnd&) { return Queue::sync; },
      [](const UnknownFrame&) { return Queue::control; });
}

}  // namespace tocsin::wire
