#include "core/node/journal.h"

#include "core/model/limits/node.h"
#include "core/wire/control_codec.h"

namespace tocsin {
namespace {

// Big-endian, so that byte order is cursor order.
Bytes key_of(std::int64_t cursor) {
  Bytes key;
  for (int shift = 56; shift >= 0; shift -= 8)
    key.push_back(static_cast<std::uint8_t>((static_cast<std::uint64_t>(cursor) >> shift) & 0xff));
  return key;
}

// An event is kept in the very bytes in which the control socket tells it.
Bytes encode_event(const Row& event) {
  return wire::encode(ControlReply{0, answer_of({event})});
}

std::optional<Row> decode_event(ByteView bytes) {
  auto reply = wire::decode_control_reply(bytes);
  if (!reply || reply->answer.rows.empty()) return std::nullopt;
  return std::move(reply->answer.rows.front());
}

}  // namespace

Journal::Journal(const Archive& archive) : archive_{archive} {
  for (const StoredRow& newest : archive.rows(Table::events, {}, 1, Archive::Order::descending)) {
    if (const auto event = decode_event(newest.value)) last_ = event->integer("cursor").value_or(0);
  }
}

void Journal::write(Row event, Now now, Outbox& outbox) {
  ++last_;
  event.set("cursor", last_).set("at", Value{now.wall});
  outbox.keep(Table::events, key_of(last_), encode_event(event));
  if (last_ > limits::events_kept)
    outbox.forget(Table::events, key_of(last_ - limits::events_kept));
  outbox.notify(Notice{std::move(event)});
}

std::vector<Row> Journal::since(std::int64_t cursor, std::size_t limit) const {
  std::vector<Row> events;
  for (const StoredRow& row : archive_.rows(Table::events, key_of(cursor + 1), limit)) {
    if (auto event = decode_event(row.value)) events.push_back(*std::move(event));
  }
  return events;
}

}  // namespace tocsin
