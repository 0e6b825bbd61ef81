// What people wrote, by channel and cursor: plain rows in the store, sealed there. Nothing of it
// lives in memory.
#pragma once

#include <map>
#include <vector>

#include "core/model/audience.h"
#include "core/model/file_chunk.h"
#include "core/model/record.h"
#include "core/model/row.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::channel {

class History {
 public:
  explicit History(const Archive& archive) : archive_{archive} {}

  // The cursor it got: rising in each channel, in the order of arrival here.
  std::uint64_t add(const Received& text, const Member& author, Outbox& outbox);
  // Likewise for the message of a file, when its first chunk comes.
  std::uint64_t add_file(const Received& first,
                         const Member& author,
                         const FileChunk& chunk,
                         Outbox& outbox);
  // Texts and files behind `since`, oldest first.
  std::vector<Row> read(const ChannelId& channel, std::int64_t since, std::size_t limit) const;

 private:
  enum class Kind : std::uint8_t { text, file };
  std::uint64_t put(
      const Received& record, const Member& author, Kind kind, ByteView body, Outbox& outbox);
  std::uint64_t next_cursor(const ChannelId& channel);

  const Archive& archive_;
  std::map<ChannelId, std::uint64_t> last_;
};

}  // namespace tocsin::channel
