// What the hub asks the machine of channels about files (channel.md §8): a view of it, for one
// call. Next: files.h.
#pragma once

#include "core/channel/channels.h"
#include "core/model/file_chunk.h"

namespace tocsin::channel {

class Filing {
 public:
  explicit Filing(Channels& channels) : channels_{channels} {}

  // Where the channel's next record would travel; none: under an epoch that is not made yet.
  std::optional<Route> sending_route(const ChannelId& channel, Now now) const;
  // missing: nothing leaves if this device has sent that chunk there already. again: for those who
  // came in later.
  enum class Which : std::uint8_t { missing, again };
  Reply<Out> send(
      const ChannelId& channel, const FileChunk& chunk, Which which, Now now, Outbox& outbox);
  // What this device has sent of a file: own_file{cursor, state, bits}, of which bit i is chunk i.
  Row own(const ChannelId& channel, const FileId& file) const;
  std::vector<EnvelopeId> envelopes(const ChannelId& channel, const FileId& file) const;
  // Of a complete file. E_MISSING (75): not all of it has come.
  Reply<Row> chunk(const ChannelId& channel, std::uint64_t cursor, std::uint32_t index) const;

 private:
  Channels::State& state() const { return *channels_.state_; }

  Channels& channels_;
};

}  // namespace tocsin::channel
