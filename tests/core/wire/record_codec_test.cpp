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

FileChunk file_chunk() {
  return FileChunk{FileId{filled<32>(1)}, "a.pdf", file_chunk_bytes + 3, 1, Bytes{1, 2, 3}};
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
  check_strict(file_chunk());
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

TEST_CASE("a file's chunk has its place, its length and a plain name") {
  const auto taken = [](const std::function<void(FileChunk&)>& change) {
    return is_taken<FileChunk>(file_chunk(), change);
  };
  CHECK(taken([](FileChunk&) {}));
  CHECK(taken([](FileChunk& it) { it.index = 0, it.data.resize(file_chunk_bytes); }));
  CHECK_FALSE(taken([](FileChunk& it) { it.index = 0; }));
  CHECK_FALSE(taken([](FileChunk& it) { it.index = 2; }));
  CHECK_FALSE(taken([](FileChunk& it) { it.data.pop_back(); }));
  CHECK_FALSE(taken([](FileChunk& it) { it.data.push_back(0); }));
  CHECK_FALSE(taken([](FileChunk& it) { it.size = 0, it.index = 0, it.data.clear(); }));
  CHECK_FALSE(taken([](FileChunk& it) { it.name = "a/b"; }));
  CHECK_FALSE(taken([](FileChunk& it) { it.name = ""; }));
  CHECK_FALSE(taken([](FileChunk& it) { it.name = std::string(121, 'a'); }));
  const auto last_of = [](std::uint64_t size) {
    return [size](FileChunk& it) {
      it.size = size;
      it.index = chunks_of(size) - 1;
      it.data = Bytes(chunk_bytes(size, it.index));
    };
  };
  CHECK(taken(last_of(file_bytes_max)));
  CHECK_FALSE(taken(last_of(file_bytes_max + 1)));
}

}  // namespace tocsin::wire
