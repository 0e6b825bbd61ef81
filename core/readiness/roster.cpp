#include "core/readiness/roster.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t undated_layout = 2;
constexpr std::uint8_t roster_layout = 3;  // and when it was edited

Bytes encode_worker(const Worker& worker) {
  Writer out;
  out.u8(roster_layout);
  put_text(out, worker.ref);
  put_text(out, worker.name);
  put_text(out, worker.contact);
  put_cell(out, worker.workplace);
  put_text(out, worker.unit);
  put_text(out, worker.shift);
  put_text(out, worker.steward);
  out.u8(worker.assessment).u32(worker.assessed_day);
  out.u64(static_cast<std::uint64_t>(wall_ms(worker.edited_at)));
  return out.take();
}

// Our own row: one that does not read back is our bug or a broken store.
Worker decode_worker(ByteView value) {
  Reader in{value};
  const std::uint8_t layout = in.u8();
  ENSURE(layout == roster_layout || layout == undated_layout);
  Worker worker;
  worker.ref = take_text(in);
  worker.name = take_text(in);
  worker.contact = take_text(in);
  worker.workplace = take_cell(in);
  worker.unit = take_text(in);
  worker.shift = take_text(in);
  worker.steward = take_text(in);
  worker.assessment = in.u8();
  worker.assessed_day = in.u32();
  if (layout == roster_layout) worker.edited_at = wall_from_ms(static_cast<std::int64_t>(in.u64()));
  ENSURE(in.finished());
  return worker;
}

}  // namespace

bool is_ref(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= limits::ref_bytes_max &&
         std::ranges::all_of(text, is_allowed);
}

Roster read_roster(const Archive& archive, const RowKey* key) {
  Roster roster;
  if (key == nullptr) return roster;
  each_row(archive, Table::roster, key->tag(), [&](const StoredRow& row) {
    Worker worker = decode_worker(key->open(row.key, row.value));
    std::string ref = worker.ref;
    roster.emplace(std::move(ref), std::move(worker));
  });
  return roster;
}

std::optional<Worker> find_worker(const Archive& archive, const RowKey* key, std::string_view ref) {
  if (key == nullptr) return std::nullopt;
  const Bytes place = key->place(ref);
  const auto value = archive.value(Table::roster, place);
  if (!value) return std::nullopt;
  return decode_worker(key->open(place, *value));
}

void keep_worker(Outbox& outbox, const RowKey& key, const Worker& worker) {
  ENSURE(is_ref(worker.ref));
  Bytes place = key.place(worker.ref);
  Bytes value = key.seal(place, encode_worker(worker));
  outbox.keep(Table::roster, std::move(place), std::move(value));
}

std::uint8_t assessment_of(const Worker& worker, std::uint32_t today, std::uint32_t fresh_days) {
  const bool is_fresh = today <= worker.assessed_day + fresh_days;
  return is_fresh ? worker.assessment : std::uint8_t{0};
}

}  // namespace tocsin::readiness
