#include "core/channel/files.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {
namespace {

constexpr std::uint8_t file_row_version = 1;
// Behind the chunks of a file, the envelopes in which they left.
constexpr std::uint32_t first_envelope = 0x8000'0000;

// Big-endian: rows of a file lie together.
void write_big(Writer& out, std::uint64_t value, unsigned bytes) {
  for (unsigned shift = 8 * bytes; shift > 0; shift -= 8)
    out.u8(static_cast<std::uint8_t>(value >> (shift - 8)));
}

Bytes file_key(const FilePlace& place) {
  Writer out;
  out.bytes(place.channel.view());
  write_big(out, place.cursor, 8);
  return out.take();
}

Bytes chunk_key(const FilePlace& place, std::uint32_t index) {
  Writer out;
  out.bytes(file_key(place));
  write_big(out, index, 4);
  return out.take();
}

FilePlace place_of_file(const Bytes& key) {
  Reader in{key};
  FilePlace place{ChannelId{in.array<32>()}, 0};
  for (const std::uint8_t byte : in.rest()) place.cursor = place.cursor << 8U | byte;
  return place;
}

// version u8 | id 32 | author 32 | org 32 | state u8 | has_envelopes u8 | touched u64 | size u64 |
// bytes u64 | u8 length | name | u32 n | n times (index u32 | hash 32)
Bytes file_row(const StoredFile& file) {
  Writer out;
  out.u8(file_row_version).bytes(file.id.view()).bytes(file.author.view()).bytes(file.org.view());
  out.u8(static_cast<std::uint8_t>(file.state)).u8(file.has_envelopes ? 1 : 0);
  out.u64(static_cast<std::uint64_t>(wall_ms(file.touched))).u64(file.size).u64(file.bytes);
  out.u8(narrow<std::uint8_t>(file.name.size())).bytes(as_bytes(file.name));
  out.u32(narrow<std::uint32_t>(file.chunks.size()));
  for (const auto& [index, hash] : file.chunks) out.u32(index).bytes(hash);
  return out.take();
}

StoredFile file_of(const Bytes& row) {
  Reader in{row};
  ENSURE(in.u8() == file_row_version);
  StoredFile file{FileId{in.array<32>()}, DeviceId{in.array<32>()}, OrgId{in.array<32>()}, "", 0};
  file.state = static_cast<FileState>(in.u8());
  file.has_envelopes = in.u8() == 1;
  file.touched = wall_from_ms(static_cast<std::int64_t>(in.u64()));
  file.size = in.u64();
  file.bytes = in.u64();
  file.name = to_text(in.take(in.u8()));
  for (std::uint32_t left = in.u32(); left > 0 && !in.failed(); --left) {
    const std::uint32_t index = in.u32();
    file.chunks.emplace(index, in.array<32>());
  }
  ENSURE(in.finished());
  return file;
}

bool is_gone(const StoredFile& file) {
  return file.state == FileState::gone || file.state == FileState::broken;
}

std::uint64_t weight(const StoredFile& file) {
  return is_gone(file) ? 0 : std::max(file.bytes, limits::file_weight_min);
}

bool is_whole(const StoredFile& file) {
  Writer hashes;
  for (const auto& [index, hash] : file.chunks) hashes.bytes(hash);
  return file_id(file.name, file.size, hashes.view()) == file.id;
}

}  // namespace

std::uint32_t StoredFile::have() const {
  return state == FileState::complete ? chunks_of(size) : narrow<std::uint32_t>(chunks.size());
}

bool StoredFile::has(std::uint32_t index) const {
  return state == FileState::complete ? index < chunks_of(size) : chunks.contains(index);
}

Files::Files(const Archive& archive, const Snapshot& restored) : archive_{archive} {
  for (const StoredRow& row : restored.of(Table::files)) {
    const FilePlace place = place_of_file(row.key);
    StoredFile file = file_of(row.value);
    cursors_.emplace(Name{place.channel, file.author, file.id}, place.cursor);
    files_.emplace(place, std::move(file));
  }
}

std::optional<FilePlace> Files::find(const ChannelId& channel,
                                     const DeviceId& author,
                                     const FileId& file) const {
  const auto found = cursors_.find(Name{channel, author, file});
  if (found == cursors_.end()) return std::nullopt;
  return FilePlace{channel, found->second};
}

const StoredFile* Files::at(const FilePlace& place) const {
  const auto found = files_.find(place);
  return found == files_.end() ? nullptr : &found->second;
}

void Files::begin(const FilePlace& place,
                  const Member& author,
                  const FileChunk& chunk,
                  Outbox& outbox) {
  StoredFile file{chunk.file, author.device, author.org, chunk.name, chunk.size};
  keep(place, file, outbox);
  cursors_[Name{place.channel, file.author, file.id}] = place.cursor;
  files_.insert_or_assign(place, std::move(file));
}

Result<Files::Added> Files::add(const FilePlace& place,
                                const FileChunk& chunk,
                                WallTime now,
                                Outbox& outbox) {
  StoredFile& file = files_.at(place);
  if (file.name != chunk.name || file.size != chunk.size)
    return fail(Errc::conflict, "a chunk that names its file otherwise than the others");
  if (file.state == FileState::broken || file.has(chunk.index)) return Added::nothing;
  file.state = FileState::coming;
  file.touched = now;
  file.bytes += chunk.data.size();
  file.chunks.emplace(chunk.index, crypto::blake2b_256(chunk.data));
  outbox.keep(Table::file_chunks, chunk_key(place, chunk.index), chunk.data);
  Added added = Added::chunk;
  if (file.chunks.size() == chunks_of(file.size)) {
    added = is_whole(file) ? Added::complete : Added::broken;
    if (added == Added::broken) {
      let_go(place, FileState::broken, now, outbox);
      return added;
    }
    file.state = FileState::complete;
    file.chunks.clear();
  }
  keep(place, file, outbox);
  make_room(now, outbox);
  return added;
}

void Files::expire(WallTime now, Outbox& outbox) {
  const auto is_over = [&](const StoredFile& file) {
    return file.touched + Millis{limits::files_life_ms} <= now;
  };
  std::vector<FilePlace> over;
  for (const auto& [place, file] : files_) {
    if (is_over(file)) over.push_back(place);
  }
  for (const FilePlace& place : over) {
    if (is_gone(files_.at(place)))
      forget(place, outbox);
    else
      let_go(place, FileState::gone, now, outbox);
  }
}

std::optional<Bytes> Files::data(const FilePlace& place, std::uint32_t index) const {
  const StoredFile* file = at(place);
  if (file == nullptr || !file->has(index)) return std::nullopt;
  return archive_.value(Table::file_chunks, chunk_key(place, index));
}

void Files::keep_envelope(const FilePlace& place,
                          std::uint32_t index,
                          const EnvelopeId& envelope,
                          Outbox& outbox) {
  StoredFile& file = files_.at(place);
  if (!file.has(index)) return;  // it had no room even here
  outbox.keep(Table::file_chunks, chunk_key(place, first_envelope + index), envelope.bytes());
  if (std::exchange(file.has_envelopes, true)) return;
  keep(place, file, outbox);
}

std::vector<EnvelopeId> Files::envelopes(const FilePlace& place) const {
  std::vector<EnvelopeId> out;
  const StoredFile* file = at(place);
  if (file == nullptr) return out;
  for (std::uint32_t index = 0; index < chunks_of(file->size); ++index) {
    const auto row = archive_.value(Table::file_chunks, chunk_key(place, first_envelope + index));
    const auto id = EnvelopeId::from(row.value_or(Bytes{}));
    if (id) out.push_back(*id);
  }
  return out;
}

void Files::keep(const FilePlace& place, const StoredFile& file, Outbox& outbox) const {
  outbox.keep(Table::files, file_key(place), file_row(file));
}

// The content goes for good; that there was such a file is remembered, so that what still comes of
// it makes no second message.
void Files::let_go(const FilePlace& place, FileState state, WallTime now, Outbox& outbox) {
  StoredFile& file = files_.at(place);
  for (std::uint32_t index = 0; index < chunks_of(file.size); ++index) {
    if (!file.has(index)) continue;
    outbox.forget(Table::file_chunks, chunk_key(place, index));
    if (file.has_envelopes)
      outbox.forget(Table::file_chunks, chunk_key(place, first_envelope + index));
  }
  file.state = state;
  file.has_envelopes = false;
  file.touched = now;
  file.bytes = 0;
  file.chunks.clear();
  keep(place, file, outbox);
  make_room_among_gone(outbox);
}

void Files::make_room(WallTime now, Outbox& outbox) {
  std::uint64_t sum = 0;
  for (const auto& [place, file] : files_) sum += weight(file);
  while (sum > limits::files_bytes_max) {
    const FilePlace place = next_to_go();
    sum -= weight(files_.at(place));
    let_go(place, FileState::gone, now, outbox);
  }
}

// Of the heaviest device of the heaviest org the file that was longest untouched: by org and not by
// device alone, because an org may admit as many devices as it likes.
FilePlace Files::next_to_go() const {
  std::map<OrgId, std::uint64_t> orgs;
  std::map<std::pair<OrgId, DeviceId>, std::uint64_t> devices;
  for (const auto& [place, file] : files_) {
    orgs[file.org] += weight(file);
    devices[{file.org, file.author}] += weight(file);
  }
  const auto rank = [&](const StoredFile& file) {
    return std::tuple{orgs[file.org],
                      file.org,
                      devices[{file.org, file.author}],
                      file.author,
                      -wall_ms(file.touched)};
  };
  const std::pair<const FilePlace, StoredFile>* heaviest = nullptr;
  for (const auto& entry : files_) {
    if (is_gone(entry.second)) continue;
    if (heaviest == nullptr || rank(heaviest->second) < rank(entry.second)) heaviest = &entry;
  }
  ENSURE(heaviest != nullptr);
  return heaviest->first;
}

void Files::make_room_among_gone(Outbox& outbox) {
  const auto is_among = [](const auto& entry) { return is_gone(entry.second); };
  if (static_cast<std::size_t>(std::ranges::count_if(files_, is_among)) <= limits::files_gone_max)
    return;
  const std::pair<const FilePlace, StoredFile>* oldest = nullptr;
  for (const auto& entry : files_) {
    const bool is_older = oldest == nullptr || entry.second.touched < oldest->second.touched;
    if (is_among(entry) && is_older) oldest = &entry;
  }
  forget(FilePlace{oldest->first}, outbox);
}

void Files::forget(const FilePlace& place, Outbox& outbox) {
  const auto found = files_.find(place);
  cursors_.erase(Name{place.channel, found->second.author, found->second.id});
  outbox.forget(Table::files, file_key(place));
  files_.erase(found);
}

}  // namespace tocsin::channel
