// The rows of the machines and the stored envelopes, read and written through one open database.
#pragma once

#include <optional>
#include <vector>

#include "core/seam/snapshot.h"
#include "core/seam/store.h"
#include "daemon/store/database.h"
#include "daemon/store/key_slots.h"

namespace tocsin::store {

class Rows {
 public:
  Rows(const Database& database, KeySlots slots) : database_{&database}, slots_{std::move(slots)} {}

  Result<void> apply(const Write& write);
  Result<std::optional<Bytes>> value(Table table, ByteView key) const;
  Result<std::vector<StoredRow>> page(Table table,
                                      ByteView from,
                                      std::size_t limit,
                                      Archive::Order order) const;
  Result<std::optional<Envelope>> envelope(const EnvelopeId& id) const;
  Result<Snapshot> snapshot() const;
  Result<std::vector<StoredEnvelope>> index() const;

 private:
  Result<void> keep(const Keep& keep);
  Result<void> forget(const Forget& forget);
  Result<void> keep_envelope(const KeepEnvelope& keep);
  Result<void> forget_envelope(const ForgetEnvelope& forget);
  Result<std::optional<std::int64_t>> slot_of(Table table, ByteView key) const;
  Result<Bytes> plain(Table table, ByteView key, const Query& row, int slot_column) const;

  const Database* database_;
  KeySlots slots_;
};

}  // namespace tocsin::store
