#include "core/channel/history.h"

#include <limits>

#include "core/base/checked.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {
namespace {

// Big-endian, so that the store's byte order is the order of cursors.
Bytes row_key(const ChannelId& channel, std::uint64_t cursor) {
  Writer out;
  out.bytes(channel.view());
  for (unsigned shift = 64; shift > 0; shift -= 8)
    out.u8(static_cast<std::uint8_t>(cursor >> (shift - 8)));
  return out.take();
}

bool is_of(const ChannelId& channel, const Bytes& key) {
  return key.size() == 40 && same_bytes(ByteView{key}.first(32), channel.view());
}

std::uint64_t cursor_of(const Bytes& key) {
  std::uint64_t cursor = 0;
  for (const std::uint8_t byte : ByteView{key}.subspan(32)) cursor = cursor << 8U | byte;
  return cursor;
}

// The length of a handle, which is short, has this bit where a file follows it and not a text.
constexpr std::uint8_t file_bit = 0x80;

Row message(const ChannelId& channel, const StoredRow& stored) {
  Reader in{stored.value};
  const auto author = in.array<32>();
  const auto org = in.array<32>();
  const auto id = in.array<32>();
  const std::uint64_t at = in.u64();
  const std::uint8_t length = in.u8();
  const bool is_of_file = (length & file_bit) != 0;
  const std::string handle = to_text(in.take(length & ~file_bit));
  Row row{is_of_file ? "file" : "message"};
  row.set("channel", Value{channel.bytes()}).set("cursor", cursor_of(stored.key));
  row.set("record", Value{to_bytes(id)}).set("author", Value{to_bytes(author)});
  row.set("author_handle", handle).set("author_org", Value{to_bytes(org)});
  row.set("at", Value{wall_from_ms(static_cast<std::int64_t>(at))});
  if (!is_of_file) return row.set("text", to_text(in.rest()));
  row.set("file", Value{to_bytes(in.array<32>())});
  const std::uint64_t size = in.u64();
  return row.set("file_name", to_text(in.rest())).set("size", size);
}

}  // namespace

std::uint64_t History::next_cursor(const ChannelId& channel) {
  const auto found = last_.find(channel);
  if (found != last_.end()) return ++found->second;
  const auto newest = archive_.rows(Table::records,
                                    row_key(channel, std::numeric_limits<std::uint64_t>::max()),
                                    1,
                                    Archive::Order::descending);
  const bool has_any = !newest.empty() && is_of(channel, newest.front().key);
  return last_[channel] = (has_any ? cursor_of(newest.front().key) : 0) + 1;
}

std::uint64_t History::add(const Received& text, const Member& author, Outbox& outbox) {
  return put(text, author, Kind::text, text.body, outbox);
}

std::uint64_t History::add_file(const Received& first,
                                const Member& author,
                                const FileChunk& chunk,
                                Outbox& outbox) {
  const Bytes body =
      Writer{}.bytes(chunk.file.view()).u64(chunk.size).bytes(as_bytes(chunk.name)).take();
  return put(first, author, Kind::file, body, outbox);
}

std::uint64_t History::put(
    const Received& record, const Member& author, Kind kind, ByteView body, Outbox& outbox) {
  const std::uint64_t cursor = next_cursor(record.channel);
  const auto length = narrow<std::uint8_t>(author.person.size());
  ENSURE(length < file_bit);
  Writer out;
  out.bytes(record.author.view()).bytes(author.org.view()).bytes(record.id.view());
  out.u64(static_cast<std::uint64_t>(wall_ms(record.at)));
  out.u8(static_cast<std::uint8_t>(length | (kind == Kind::file ? file_bit : 0)));
  out.bytes(as_bytes(author.person)).bytes(body);
  outbox.keep(Table::records, row_key(record.channel, cursor), out.take());
  return cursor;
}

std::vector<Row> History::read(const ChannelId& channel,
                               std::int64_t since,
                               std::size_t limit) const {
  const std::uint64_t from = since < 0 ? 0 : static_cast<std::uint64_t>(since) + 1;
  std::vector<Row> out;
  const std::size_t most = std::min(limit, limits::read_rows_max);
  for (const StoredRow& row : archive_.rows(Table::records, row_key(channel, from), most)) {
    if (!is_of(channel, row.key)) break;
    out.push_back(message(channel, row));
  }
  return out;
}

}  // namespace tocsin::channel
