#include "core/wire/record_codec.h"

#include "core/model/limits/channel.h"
#include "tests/core/wire/strict.h"
#include "tests/support/catch.hpp"

namespace tocsin::wire {
namespace {

SlotChunk join_chunk() {
  return SlotChunk{EpochId{filled<32>(1)}, SlotKind::join, 0, Bytes(2 * join_slot_bytes, 9)};
}

MeshKeyRecord mesh_key(bool has_seed) {
  return MeshKeyRecord{3,
                       Bytes(32, 1),
                       has_seed ? Bytes(32, 2) : Bytes{},
                       filled<32>(3),
                       MeshTag{filled<16>(4)},
                       500'000};
}

}  // namespace

TEST_CASE("records of a channel come back as they were and in no other encoding") {
  Record record;
  record.prev = RecordId{filled<32>(1)};
  record.refs = {RecordId{filled<32>(2)}, RecordId{filled<32>(3)}};
  record.view = filled<8>(4);
  record.at = wall_from_ms(1'800'000'000'000);
  record.expires = wall_from_ms(1'802'000'000'000);
  record.body = Bytes{1, 2, 3};
  check_strict(record);
  check_strict(join_chunk());
  check_strict(SlotChunk{EpochId{filled<32>(1)}, SlotKind::seed, 3, Bytes(seed_slot_bytes, 9)});
  check_strict(ViewAsk{filled<8>(1), {StatementId{filled<32>(2)}}});
  check_strict(mesh_key(true));
  check_strict(mesh_key(false));
  check_strict(StampKeyRecord{1, StampKey{filled<32>(5)}});
  check_strict(ListExport{ExportStep::ask, RecordId::zero(), "public/metro", 812});
  check_strict(ListExport{ExportStep::agree, RecordId{filled<32>(6)}, "", 0});
  check_strict(Welcome{OrgId{filled<32>(1)},
                       {Bytes{1}, Bytes{2, 3}},
                       {ChannelWelcome{Bytes{4}, join_chunk(), {Bytes{5}, Bytes{6}}}},
                       Bytes{7},
                       Bytes{8}});
}

TEST_CASE("chunks of broken slots are refused") {
  SlotChunk chunk = join_chunk();
  chunk.slots.pop_back();
  CHECK_FALSE(decode_signed<SlotChunk>(encode(chunk)));
  chunk.slots.clear();
  CHECK_FALSE(decode_signed<SlotChunk>(encode(chunk)));
  chunk.slots.resize((limits::join_slots_per_chunk + 1) * join_slot_bytes);
  CHECK_FALSE(decode_signed<SlotChunk>(encode(chunk)));
  chunk = join_chunk();
  chunk.index = limits::chunks_max;
  CHECK_FALSE(decode_signed<SlotChunk>(encode(chunk)));
}

TEST_CASE("counts, lengths and times have their limits") {
  Record record;
  record.refs.resize(limits::record_refs_max + 1, RecordId{filled<32>(1)});
  CHECK_FALSE(decode_signed<Record>(encode(record)));
  record.refs.clear();
  record.at = wall_from_ms(std::int64_t{1} << 49);
  CHECK_FALSE(decode_signed<Record>(encode(record)));
  ViewAsk ask;
  ask.missing.resize(limits::view_ask_ids_max + 1, StatementId{filled<32>(1)});
  CHECK_FALSE(decode_signed<ViewAsk>(encode(ask)));
  MeshKeyRecord key = mesh_key(true);
  key.number = 0;
  CHECK_FALSE(decode_signed<MeshKeyRecord>(encode(key)));
  key = mesh_key(true);
  key.authority_seed.pop_back();
  CHECK_FALSE(decode_signed<MeshKeyRecord>(encode(key)));
  CHECK_FALSE(decode_signed<StampKeyRecord>(encode(StampKeyRecord{0, StampKey{filled<32>(5)}})));
}

TEST_CASE("an export's step is one of three, and only an ask names no other") {
  const RecordId ask{filled<32>(6)};
  const auto is_read = [](const ListExport& value) {
    return decode<ListExport>(encode(value)).has_value();
  };
  CHECK(is_read({ExportStep::written, ask, "", 9}));
  CHECK_FALSE(is_read({static_cast<ExportStep>(4), ask, "", 0}));
  CHECK_FALSE(is_read({static_cast<ExportStep>(0), ask, "", 0}));
  CHECK_FALSE(is_read({ExportStep::ask, ask, "", 1}));
  CHECK_FALSE(is_read({ExportStep::agree, RecordId::zero(), "", 0}));
  CHECK_FALSE(is_read({ExportStep::agree, ask, "public/metro", 0}));
  CHECK_FALSE(is_read({ExportStep::ask, RecordId::zero(), std::string(600, 'x'), 1}));
}

}  // namespace tocsin::wire
