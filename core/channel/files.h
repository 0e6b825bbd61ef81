// What has come of files: their chunks in the store, and in memory what is here of each. Bounded in
// time and bytes; nobody's files push out those of others. A file stands in its channel at the
// cursor of its message. Next: filing.h, core/model/file_chunk.h, channel.md §8.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/instant.h"
#include "core/crypto/hash.h"
#include "core/model/audience.h"
#include "core/model/file_chunk.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::channel {

struct FilePlace {
  ChannelId channel;
  std::uint64_t cursor;
  friend auto operator<=>(const FilePlace&, const FilePlace&) = default;
};

// gone: its time or room is over; what comes of it again begins anew. broken: its author sent
// chunks that do not make the file he named; final.
enum class FileState : std::uint8_t { coming = 1, complete, broken, gone };

struct StoredFile {
  FileId id = FileId::zero();
  DeviceId author = DeviceId::zero();
  OrgId org = OrgId::zero();
  std::string name = {};
  std::uint64_t size = 0;
  FileState state = FileState::coming;
  bool has_envelopes = false;  // we sent it: in what its chunks left is kept beside them
  WallTime touched{};          // when its newest chunk came, or it went
  std::uint64_t bytes = 0;     // of chunks held
  std::map<std::uint32_t, crypto::Hash> chunks = {};  // held while it is coming, with their hashes

  std::uint32_t have() const;
  bool has(std::uint32_t index) const;
};

class Files {
 public:
  Files(const Archive& archive, const Snapshot& restored);

  std::optional<FilePlace> find(const ChannelId& channel,
                                const DeviceId& author,
                                const FileId& file) const;
  const StoredFile* at(const FilePlace& place) const;

  // The first chunk to come of a file.
  void begin(const FilePlace& place, const Member& author, const FileChunk& chunk, Outbox& outbox);
  enum class Added : std::uint8_t { nothing, chunk, complete, broken };
  // conflict: another name or size than its other chunks have.
  Result<Added> add(const FilePlace& place, const FileChunk& chunk, WallTime now, Outbox& outbox);
  void expire(WallTime now, Outbox& outbox);

  // What was kept in a batch before.
  std::optional<Bytes> data(const FilePlace& place, std::uint32_t index) const;
  void keep_envelope(const FilePlace& place,
                     std::uint32_t index,
                     const EnvelopeId& envelope,
                     Outbox& outbox);
  std::vector<EnvelopeId> envelopes(const FilePlace& place) const;

 private:
  using Name = std::tuple<ChannelId, DeviceId, FileId>;

  void keep(const FilePlace& place, const StoredFile& file, Outbox& outbox) const;
  void let_go(const FilePlace& place, FileState state, WallTime now, Outbox& outbox);
  void make_room(WallTime now, Outbox& outbox);
  void make_room_among_gone(Outbox& outbox);
  FilePlace next_to_go() const;
  void forget(const FilePlace& place, Outbox& outbox);

  const Archive& archive_;
  std::map<FilePlace, StoredFile> files_;
  std::map<Name, std::uint64_t> cursors_;
};

}  // namespace tocsin::channel
