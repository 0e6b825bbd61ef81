#include "core/model/epoch.h"

#include "core/base/checked.h"
#include "core/model/labels.h"

namespace tocsin {
namespace {

Bytes joined(const std::vector<crypto::Hash>& hashes) {
  Writer out;
  for (const crypto::Hash& hash : hashes) out.bytes(hash);
  return out.take();
}

}  // namespace

Bytes encode_core(const EpochCore& core) {
  const Bytes view = encode_view(core.view);
  Writer out;
  out.u8(suite_1).bytes(core.channel.view()).bytes(core.author.view()).bytes(core.nonce);
  out.bytes(core.parent.view()).u32(narrow<std::uint32_t>(view.size())).bytes(view);
  out.u32(core.members).bytes(core.roster).u8(core.is_seeded ? 1 : 0).bytes(core.epk);
  return out.u32(core.created_day).take();
}

Result<EpochCore> decode_core(ByteView bytes) {
  Reader in{bytes};
  if (in.u8() != suite_1) return fail(Errc::malformed, "an epoch of an unknown suite");
  EpochCore core;
  core.channel = ChannelId{in.array<32>()};
  core.author = DeviceId{in.array<32>()};
  core.nonce = in.array<16>();
  core.parent = EpochId{in.array<32>()};
  const std::uint32_t view_bytes = in.u32();
  if (view_bytes > view_bytes_max) return fail(Errc::limit_exceeded, "a view over 32 KiB");
  TRY(core.view, decode_view(in.take(view_bytes)));
  core.members = in.u32();
  core.roster = in.array<32>();
  const std::uint8_t seeded = in.u8();
  core.is_seeded = seeded != 0;
  core.epk = in.array<32>();
  core.created_day = in.u32();
  if (seeded > 1 || !in.finished()) return fail(Errc::malformed, "an epoch core of wrong length");
  return core;
}

crypto::Hash roster_hash(const Audience& audience) {
  Writer ids;
  for (const Member& member : audience) ids.bytes(member.device.view());
  return crypto::hash(labels::roster, {ids.view()});
}

crypto::Hash EpochAnnouncement::c0() const {
  return crypto::hash(labels::core0, {encode_core(core)});
}

crypto::Hash EpochAnnouncement::c1() const {
  return crypto::hash(labels::core1, {encode_core(core), joined(seed_chunks)});
}

EpochId EpochAnnouncement::id() const {
  return EpochId{crypto::hash(labels::epoch, {c1(), confirm})};
}

crypto::Hash SlotChunk::hash() const {
  return crypto::blake2b_256(slots);
}

}  // namespace tocsin
