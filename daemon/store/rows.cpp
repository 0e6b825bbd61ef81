#include "daemon/store/rows.h"

#include "core/base/match.h"

namespace tocsin::store {
namespace {

std::int64_t number(Table table) {
  return static_cast<std::int64_t>(table);
}

// Associated data of a sealed value: it cannot be moved to another row.
Bytes place_of(Table table, ByteView key) {
  return Writer{}.u8(static_cast<std::uint8_t>(table)).bytes(key).take();
}

// Read through the Archive, never all at once into a node's memory.
bool is_bulk(Table table) {
  return table == Table::records || table == Table::events || table == Table::roster ||
         table == Table::file_chunks || table == Table::pledges || table == Table::tests ||
         table == Table::report_salts || table == Table::spool_keys;
}

Bytes stamp_bytes(const Stamp& stamp) {
  return Writer{}.bytes(stamp.key.view()).bytes(stamp.signature).take();
}

std::optional<Stamp> read_stamp(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  Reader in{row.bytes(column)};
  Stamp stamp{StampKey{in.array<32>()}, in.array<64>()};
  return stamp;
}

}  // namespace

Result<void> Rows::apply(const Write& write) {
  return match(
      write,
      [&](const Keep& it) { return keep(it); },
      [&](const Forget& it) { return forget(it); },
      [&](const KeepEnvelope& it) { return keep_envelope(it); },
      [&](const ForgetEnvelope& it) { return forget_envelope(it); });
}

Result<std::optional<std::int64_t>> Rows::slot_of(Table table, ByteView key) const {
  Query query = database_->prepare("SELECT slot FROM item WHERE tbl = ?1 AND key = ?2");
  TRY(const bool has_row, query.bind(1, number(table)).bind(2, key).step());
  if (!has_row || query.is_null(0)) return std::optional<std::int64_t>{};
  return std::optional{query.integer(0)};
}

Result<void> Rows::keep(const Keep& keep) {
  Query put = database_->prepare(
      "INSERT OR REPLACE INTO item(tbl, key, slot, value) VALUES(?1, ?2, ?3, ?4)");
  put.bind(1, number(keep.table)).bind(2, keep.key);
  if (!is_sealed(keep.table)) return put.bind_null(3).bind(4, keep.value).run();
  TRY(const auto reuse, slot_of(keep.table, keep.key));
  TRY(const KeySlots::Sealed sealed,
      slots_.seal(reuse, place_of(keep.table, keep.key), keep.value));
  return put.bind(3, sealed.slot).bind(4, sealed.value).run();
}

Result<void> Rows::forget(const Forget& forget) {
  TRY(const auto slot, slot_of(forget.table, forget.key));
  if (slot) TRY_VOID(slots_.destroy(*slot));
  Query remove = database_->prepare("DELETE FROM item WHERE tbl = ?1 AND key = ?2");
  return remove.bind(1, number(forget.table)).bind(2, forget.key).run();
}

Result<void> Rows::keep_envelope(const KeepEnvelope& keep) {
  const Envelope& envelope = keep.envelope;
  Query put = database_->prepare(
      "INSERT OR REPLACE INTO envelope(id, route, expiry_hour, bucket, stamp, bytes) VALUES(?1, "
      "?2, ?3, ?4, ?5, ?6)");
  put.bind(1, envelope.id().view()).bind(2, envelope.route().view());
  put.bind(3, std::int64_t{envelope.expiry_hour()}).bind(4, std::int64_t{envelope.bucket()});
  const Bytes stamp = keep.stamp ? stamp_bytes(*keep.stamp) : Bytes{};
  keep.stamp ? put.bind(5, stamp) : put.bind_null(5);
  return put.bind(6, envelope.bytes()).run();
}

Result<void> Rows::forget_envelope(const ForgetEnvelope& forget) {
  return database_->prepare("DELETE FROM envelope WHERE id = ?1").bind(1, forget.id.view()).run();
}

Result<Bytes> Rows::plain(Table table, ByteView key, const Query& row, int slot_column) const {
  const ByteView value = row.bytes(slot_column + 1);
  if (row.is_null(slot_column)) return to_bytes(value);
  return slots_.open(row.integer(slot_column), place_of(table, key), value);
}

Result<std::optional<Bytes>> Rows::value(Table table, ByteView key) const {
  Query query = database_->prepare("SELECT slot, value FROM item WHERE tbl = ?1 AND key = ?2");
  TRY(const bool has_row, query.bind(1, number(table)).bind(2, key).step());
  if (!has_row) return std::optional<Bytes>{};
  TRY(Bytes bytes, plain(table, key, query, 0));
  return std::optional{std::move(bytes)};
}

Result<std::vector<StoredRow>> Rows::page(Table table,
                                          ByteView from,
                                          std::size_t limit,
                                          Archive::Order order) const {
  const bool is_up = order == Archive::Order::ascending;
  const bool is_from_end = !is_up && from.empty();
  Query query = database_->prepare(
      is_up ? "SELECT key, slot, value FROM item WHERE tbl = ?1 AND key >= ?2 ORDER BY key LIMIT ?3"
      : is_from_end ? "SELECT key, slot, value FROM item WHERE tbl = ?1 AND key >= ?2 ORDER BY key "
                      "DESC LIMIT ?3"
                    : "SELECT key, slot, value FROM item WHERE tbl = ?1 AND key <= ?2 ORDER BY key "
                      "DESC LIMIT ?3");
  query.bind(1, number(table)).bind(2, from).bind(3, static_cast<std::int64_t>(limit));
  std::vector<StoredRow> rows;
  while (true) {
    TRY(const bool has_row, query.step());
    if (!has_row) return rows;
    Bytes key = to_bytes(query.bytes(0));
    TRY(Bytes bytes, plain(table, key, query, 1));
    rows.push_back(StoredRow{std::move(key), std::move(bytes)});
  }
}

Result<std::optional<Envelope>> Rows::envelope(const EnvelopeId& id) const {
  Query query = database_->prepare("SELECT bytes FROM envelope WHERE id = ?1");
  TRY(const bool has_row, query.bind(1, id.view()).step());
  if (!has_row) return std::optional<Envelope>{};
  TRY(Envelope envelope, Envelope::from(to_bytes(query.bytes(0))));
  return std::optional{std::move(envelope)};
}

Result<Snapshot> Rows::snapshot() const {
  Snapshot snapshot;
  Query query = database_->prepare("SELECT tbl, key, slot, value FROM item ORDER BY tbl, key");
  while (true) {
    TRY(const bool has_row, query.step());
    if (!has_row) break;
    const auto table = static_cast<Table>(query.integer(0));
    if (is_bulk(table)) continue;
    Bytes key = to_bytes(query.bytes(1));
    TRY(Bytes bytes, plain(table, key, query, 2));
    snapshot.rows[table].push_back(StoredRow{std::move(key), std::move(bytes)});
  }
  TRY(snapshot.envelopes, index());
  return snapshot;
}

Result<std::vector<StoredEnvelope>> Rows::index() const {
  std::vector<StoredEnvelope> envelopes;
  Query query =
      database_->prepare("SELECT id, route, expiry_hour, bucket, stamp FROM envelope ORDER BY id");
  while (true) {
    TRY(const bool has_row, query.step());
    if (!has_row) return envelopes;
    TRY(const EnvelopeId id, EnvelopeId::from(query.bytes(0)));
    TRY(const Route route, Route::from(query.bytes(1)));
    envelopes.push_back(StoredEnvelope{id,
                                       route,
                                       static_cast<std::uint32_t>(query.integer(2)),
                                       static_cast<std::uint8_t>(query.integer(3)),
                                       read_stamp(query, 4)});
  }
}

}  // namespace tocsin::store
