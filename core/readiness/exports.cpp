#include "core/readiness/exports.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

// A row's key is the ask's id, one of these, and of an agreement the device that gave it: what two
// devices agree to at the same time are two rows.
enum class Part : std::uint8_t { ask = 1, window, agreed, written };

constexpr std::size_t id_bytes = 32;

Bytes place(const RecordId& ask, Part part) {
  return Writer{}.bytes(ask.view()).u8(static_cast<std::uint8_t>(part)).take();
}

WallTime take_time(Reader& in) {
  return wall_from_ms(static_cast<std::int64_t>(in.u64()));
}

void put_time(Writer& out, WallTime time) {
  out.u64(static_cast<std::uint64_t>(wall_ms(time)));
}

Bytes encode_ask(const ExportAsk& ask) {
  Writer out;
  out.bytes(ask.author.view()).u32(ask.workers);
  put_time(out, ask.heard_at);
  put_text(out, ask.cell);
  return out.take();
}

// Our own row: one that does not read back is our bug or a broken store.
ExportAsk decode_ask(const RecordId& id, ByteView value) {
  Reader in{value};
  ExportAsk ask;
  ask.id = id;
  ask.author = DeviceId{in.array<id_bytes>()};
  ask.workers = in.u32();
  ask.heard_at = take_time(in);
  ask.cell = take_text(in);
  ENSURE(in.finished());
  return ask;
}

std::optional<Part> part_of(const StoredRow& row) {
  ENSURE(row.key.size() > id_bytes);
  return static_cast<Part>(row.key[id_bytes]);
}

RecordId ask_of(const StoredRow& row) {
  return RecordId{Reader{row.key}.array<id_bytes>()};
}

}  // namespace

WallTime ExportAsk::until() const {
  return heard_at + limits::export_life;
}

std::vector<ExportAsk> Exports::all() const {
  std::vector<ExportAsk> asks;
  each_row(*archive_, Table::exports, {}, [&](const StoredRow& row) {
    if (part_of(row) == Part::ask) asks.push_back(decode_ask(ask_of(row), row.value));
  });
  return asks;
}

Reply<ExportAsk> Exports::find(std::string_view digits) const {
  std::string typed{digits};
  std::ranges::transform(typed, typed.begin(), [](char c) {
    return c < 'a' && c >= 'A' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  std::optional<ExportAsk> found;
  for (const ExportAsk& ask : all()) {
    if (typed.size() < 4 || !ask.id.hex().starts_with(typed)) continue;
    if (found)
      return refuse(Exit::usage, "E_PREFIX", "two asks begin so", "type more of its digits");
    found = ask;
  }
  if (!found)
    return refuse(Exit::usage, "E_NOT_FOUND", "no such ask is here", "tocsin roster exports");
  return *found;
}

std::vector<DeviceId> Exports::agreed(const RecordId& ask) const {
  std::vector<DeviceId> devices;
  each_row(*archive_, Table::exports, place(ask, Part::agreed), [&](const StoredRow& row) {
    devices.push_back(DeviceId{Reader{ByteView{row.key}.subspan(id_bytes + 1)}.array<id_bytes>()});
  });
  return devices;
}

std::optional<ExportWindow> Exports::window(const RecordId& ask) const {
  const auto value = archive_->value(Table::exports, place(ask, Part::window));
  if (!value) return std::nullopt;
  Reader in{*value};
  const WallTime opens_at = take_time(in);
  const ExportWindow window{opens_at, take_time(in)};
  ENSURE(in.finished());
  return window;
}

// What is over is not counted: it may be forgotten in the very batch that is asked in.
bool Exports::is_full(const DeviceId& author, WallTime now) const {
  const auto asks = all();
  const auto open = std::ranges::count_if(
      asks, [&](const ExportAsk& ask) { return ask.author == author && now < ask.until(); });
  return static_cast<std::size_t>(open) >= limits::export_asks_max;
}

std::optional<WallTime> Exports::written(const RecordId& ask) const {
  const auto value = archive_->value(Table::exports, place(ask, Part::written));
  if (!value) return std::nullopt;
  Reader in{*value};
  const WallTime heard_at = take_time(in);
  ENSURE(in.finished());
  return heard_at;
}

bool Exports::keep(const ExportAsk& ask, Outbox& outbox) const {
  if (is_full(ask.author, ask.heard_at)) return false;
  outbox.keep(Table::exports, place(ask.id, Part::ask), encode_ask(ask));
  return true;
}

void Exports::keep_agreed(const RecordId& ask, const DeviceId& device, Outbox& outbox) {
  Bytes key = Writer{}.bytes(place(ask, Part::agreed)).bytes(device.view()).take();
  outbox.keep(Table::exports, std::move(key), {});
}

void Exports::keep_written(const RecordId& ask, WallTime heard_at, Outbox& outbox) {
  Writer out;
  put_time(out, heard_at);
  outbox.keep(Table::exports, place(ask, Part::written), out.take());
}

void Exports::keep_window(const RecordId& ask, const ExportWindow& window, Outbox& outbox) {
  Writer out;
  put_time(out, window.opens_at);
  put_time(out, window.closes_at);
  outbox.keep(Table::exports, place(ask, Part::window), out.take());
}

void Exports::forget_old(WallTime now, Outbox& outbox) const {
  for (const ExportAsk& ask : all()) {
    if (now < ask.until()) continue;
    each_row(*archive_, Table::exports, ask.id.view(), [&](const StoredRow& row) {
      outbox.forget(Table::exports, row.key);
    });
  }
}

}  // namespace tocsin::readiness
