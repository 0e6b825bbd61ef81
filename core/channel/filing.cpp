#include "core/channel/filing.h"

#include "core/base/checked.h"
#include "core/channel/state.h"
#include "core/wire/record_codec.h"

namespace tocsin::channel {
namespace {

Row file_event(std::string_view name, const FilePlace& place) {
  Row event{"event"};
  event.set("event", name).set("channel", Value{place.channel.bytes()});
  return event.set("message", place.cursor);
}

std::string_view file_state_word(FileState state) {
  switch (state) {
    case FileState::coming:
      return "coming";
    case FileState::complete:
      return "complete";
    case FileState::broken:
      return "broken";
    case FileState::gone:
      return "gone";
  }
  return "";
}

// Bit i of byte i / 8: the chunk of that index is here.
Bytes bits_of(const StoredFile& file) {
  Bytes bits((chunks_of(file.size) + 7) / 8);
  for (std::uint32_t index = 0; index < chunks_of(file.size); ++index) {
    if (file.has(index)) bits[index / 8] |= static_cast<std::uint8_t>(1U << index % 8);
  }
  return bits;
}

tl::unexpected<Refusal> refuse_unsaved(const StoredFile& file) {
  const std::uint32_t all = chunks_of(file.size);
  if (file.state == FileState::broken)
    return refuse(Exit::invalid,
                  "E_BROKEN",
                  "its parts do not make the file that its author named",
                  "ask its author to send it again under another name");
  return refuse(Exit::later,
                "E_MISSING",
                std::to_string(all - file.have()) + " of its " + std::to_string(all) +
                    " parts have not come yet",
                "tocsin watch tells when it is complete");
}

}  // namespace

void Channels::State::take_file_chunk(const Member& author, const Received& record, Turn& turn) {
  const auto chunk = wire::decode_signed<FileChunk>(record.body);
  if (!chunk) return;
  auto place = files.find(record.channel, record.author, chunk->file);
  if (!place) {
    place = FilePlace{record.channel, history.add_file(record, author, *chunk, turn.outbox)};
    files.begin(*place, author, *chunk, turn.outbox);
    turn.out.events.push_back(file_event("file.new", *place));
  }
  const auto added = files.add(*place, *chunk, turn.now.wall, turn.outbox);
  if (!added) {
    ++refused;
  } else if (*added == Files::Added::complete) {
    turn.out.events.push_back(file_event("file.complete", *place));
  } else if (*added == Files::Added::broken) {
    turn.out.events.push_back(file_event("file.broken", *place));
  }
}

void Channels::State::tell_file(const ChannelId& channel, Row& row) const {
  const auto cursor = static_cast<std::uint64_t>(row.integer("cursor").value_or(0));
  const auto size = static_cast<std::uint64_t>(row.integer("size").value_or(0));
  const StoredFile* file = files.at(FilePlace{channel, cursor});
  row.set("chunks", chunks_of(size)).set("have", file == nullptr ? 0 : file->have());
  row.set("state", file_state_word(file == nullptr ? FileState::gone : file->state));
}

std::optional<Route> Filing::sending_route(const ChannelId& channel, Now now) const {
  const auto policy = state().policy_of(channel);
  if (!policy || !state().identity.has_keys()) return std::nullopt;
  const Choice choice = state().choose(*policy);
  if (choice.kind != Choice::Kind::ready && choice.kind != Choice::Kind::grow) return std::nullopt;
  const std::uint32_t first_day = choice.epoch->secrets.days.first_day();
  return state().epochs.admission(*choice.epoch, std::max(first_day, day_of(now.wall))).route;
}

Reply<Out> Filing::send(
    const ChannelId& channel, const FileChunk& chunk, Which which, Now now, Outbox& outbox) {
  Bytes body = wire::encode(chunk);
  const auto fits = wire::decode_signed<FileChunk>(body);
  if (!fits) return refuse(fits.error());
  if (!state().identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  const DeviceId me = state().identity.keys->id;
  const auto place = state().files.find(channel, me, chunk.file);
  const bool has_been_sent = place && state().files.at(*place)->has(chunk.index);
  if (has_been_sent && which == Which::missing) return Out{};
  auto sent = channels_.send(channel, RecordType::file_chunk, std::move(body), false, now, outbox);
  if (!sent) return tl::unexpected<Refusal>{sent.error()};
  if (const auto kept = state().files.find(channel, me, chunk.file))
    state().files.keep_envelope(*kept, chunk.index, sent->first.envelope, outbox);
  return std::move(sent->second);
}

Row Filing::own(const ChannelId& channel, const FileId& file) const {
  Row row{"own_file"};
  if (!state().identity.has_keys()) return row;
  const auto place = state().files.find(channel, state().identity.keys->id, file);
  if (!place) return row;
  const StoredFile& own = *state().files.at(*place);
  return row.set("cursor", place->cursor)
      .set("state", file_state_word(own.state))
      .set("bits", Value{bits_of(own)});
}

std::vector<EnvelopeId> Filing::envelopes(const ChannelId& channel, const FileId& file) const {
  if (!state().identity.has_keys()) return {};
  const auto place = state().files.find(channel, state().identity.keys->id, file);
  return place ? state().files.envelopes(*place) : std::vector<EnvelopeId>{};
}

Reply<Row> Filing::chunk(const ChannelId& channel,
                         std::uint64_t cursor,
                         std::uint32_t index) const {
  const auto rows = state().history.read(channel, static_cast<std::int64_t>(cursor) - 1, 1);
  const bool is_of_file = !rows.empty() && rows.front().kind() == "file" &&
                          rows.front().integer("cursor") == static_cast<std::int64_t>(cursor);
  if (!is_of_file)
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "no file has that number in this channel",
                  "tocsin read CHANNEL shows each message's number at its left edge");
  const FilePlace place{channel, cursor};
  const StoredFile* file = state().files.at(place);
  if (file == nullptr || file->state == FileState::gone)
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "the file is not kept any more",
                  "ask its author to send it again");
  if (file->state != FileState::complete) return tl::unexpected{refuse_unsaved(*file)};
  auto data = state().files.data(place, index);
  if (!data) return refuse(Exit::usage, "E_NOT_FOUND", "the file has no such part");
  Row row{"file_chunk"};
  row.set("file", Value{file->id.bytes()}).set("file_name", file->name).set("size", file->size);
  return row.set("index", index).set("data", Value{*std::move(data)});
}

}  // namespace tocsin::channel
