// The verbs of files in channels: a file goes and comes chunk by chunk, so that no request or
// answer is larger than one envelope (channel.md §8, control.md). Arguments and rows:
//   file own     channel, file bytes 32 -> own_file{channel, name, absent, cursor, state, bits}
//   file send    channel, file, file_name, size, index, data, again flag -> nothing
//   file stored  channel, file -> stored{envelope} of the next chunk, or stored{file} at the end
//   file fetch   channel, cursor, index -> file_chunk{file, file_name, size, index, data}
#include <algorithm>

#include "core/channel/filing.h"
#include "core/model/file_chunk.h"
#include "core/model/limits/node.h"
#include "core/node/state.h"

namespace tocsin {
namespace {

Reply<FileId> named_file(const Command& command) {
  const auto file = FileId::from(command.arguments.bytes("file").value_or(Bytes{}));
  if (!file) return refuse(Exit::usage, "E_USAGE", "a file is named by 32 bytes");
  return *file;
}

// -1 where there is none, which is no index and no size.
std::int64_t number_in(const Command& command, std::string_view name, std::int64_t most) {
  const std::int64_t number = command.arguments.integer(name).value_or(-1);
  return number > most ? -1 : number;
}

}  // namespace

Reply<Rows> Node::State::file_own(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const auto file = named_file(command);
  if (!file) return tl::unexpected<Refusal>{file.error()};
  Row row = channel::Filing{channels}.own(*channel, *file);
  row.set("channel", Value{channel->bytes()});
  add_readers(row, *channel);
  return Rows{row};
}

Reply<Rows> Node::State::file_send(const Command& command, Now now, Outbox& outbox) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const auto file = named_file(command);
  if (!file) return tl::unexpected<Refusal>{file.error()};
  const std::int64_t size = number_in(command, "size", std::int64_t{file_bytes_max});
  const std::int64_t index = number_in(command, "index", std::int64_t{chunks_of(file_bytes_max)});
  if (size < 0 || index < 0)
    return refuse(Exit::usage, "E_SIZE", "a file has at most 25 MiB", "send it in several");
  const FileChunk chunk{*file,
                        command.arguments.text("file_name").value_or(""),
                        static_cast<std::uint64_t>(size),
                        static_cast<std::uint32_t>(index),
                        command.arguments.bytes("data").value_or(Bytes{})};
  const auto route = channel::Filing{channels}.sending_route(*channel, now);
  if (route && !gossip.has_file_room(*route))
    return refuse(Exit::later,
                  "E_UNAVAILABLE",
                  "this channel has carried 40 MiB today, and others would not take more of files",
                  "the same command sends the rest tomorrow");
  const auto which = command.arguments.flag("again") ? channel::Filing::Which::again
                                                     : channel::Filing::Which::missing;
  auto sent = channel::Filing{channels}.send(*channel, chunk, which, now, outbox);
  if (!sent) return tl::unexpected<Refusal>{sent.error()};
  told.emplace_back(*std::move(sent));
  return Rows{};
}

// Answers when the next of its envelopes is stored elsewhere; who asks, asks again until all are.
Reply<Rows> Node::State::file_stored(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const auto file = named_file(command);
  if (!file) return tl::unexpected<Refusal>{file.error()};
  if (channel::Filing{channels}.own(*channel, *file).text("state") != "complete")
    return refuse(Exit::later, "E_MISSING", "not all of the file is sent", "send it again");
  std::optional<gossip::Stored> least;
  for (const EnvelopeId& envelope : channel::Filing{channels}.envelopes(*channel, *file)) {
    const auto progress = gossip.progress(envelope);
    if (!progress) continue;  // its life is over
    if (!progress->is_stored) {
      if (waiting_sends.size() >= limits::waiting_sends_max)
        return refuse(Exit::later, "E_UNAVAILABLE", "too many sends wait already");
      return Rows{Row{"waiting"}.set("envelope", Value{envelope.bytes()})};
    }
    if (!least) least = progress;
    least->receipts = std::min(least->receipts, progress->receipts);
    least->relays = std::min(least->relays, progress->relays);
  }
  Row row{"stored"};
  row.set("file", Value{file->bytes()}).set("receipts", least ? least->receipts : 0);
  return Rows{row.set("relays", least ? least->relays : 0)};
}

Reply<Rows> Node::State::file_fetch(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const std::int64_t cursor = command.arguments.integer("cursor").value_or(0);
  const std::int64_t index = number_in(command, "index", std::int64_t{chunks_of(file_bytes_max)});
  if (cursor < 1 || index < 0)
    return refuse(Exit::usage, "E_USAGE", "a part is named by cursor and index");
  auto chunk = channel::Filing{channels}.chunk(
      *channel, static_cast<std::uint64_t>(cursor), static_cast<std::uint32_t>(index));
  if (!chunk) return tl::unexpected<Refusal>{chunk.error()};
  return Rows{*std::move(chunk)};
}

}  // namespace tocsin
