// Records of a channel and the Welcome, bytes <-> model. Parsed only after an AEAD and an author
// have vouched for the bytes. Read them with decode_signed (canonical.h). Next:
// core/model/record.h, docs/protocol/channel.md.
#pragma once

#include "core/model/epoch.h"
#include "core/model/file_chunk.h"
#include "core/model/mesh_key.h"
#include "core/model/record.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

template <>
Bytes encode<Record>(const Record& value);
template <>
Result<Record> decode<Record>(ByteView bytes);

template <>
Bytes encode<SlotChunk>(const SlotChunk& value);
template <>
Result<SlotChunk> decode<SlotChunk>(ByteView bytes);

template <>
Bytes encode<ViewAsk>(const ViewAsk& value);
template <>
Result<ViewAsk> decode<ViewAsk>(ByteView bytes);

// `mesh_key` carries the authority's seed, `mesh_key_copy` does not.
template <>
Bytes encode<MeshKeyRecord>(const MeshKeyRecord& value);
template <>
Result<MeshKeyRecord> decode<MeshKeyRecord>(ByteView bytes);

template <>
Bytes encode<StampKeyRecord>(const StampKeyRecord& value);
template <>
Result<StampKeyRecord> decode<StampKeyRecord>(ByteView bytes);

template <>
Bytes encode<ListExport>(const ListExport& value);
template <>
Result<ListExport> decode<ListExport>(ByteView bytes);

template <>
Bytes encode<FileChunk>(const FileChunk& value);
template <>
Result<FileChunk> decode<FileChunk>(ByteView bytes);

template <>
Bytes encode<Welcome>(const Welcome& value);
template <>
Result<Welcome> decode<Welcome>(ByteView bytes);

}  // namespace tocsin::wire
