#include "tests/support/memory_store.h"

#include <utility>

#include "core/base/match.h"

namespace tocsin::tests {
namespace {

constexpr std::size_t key_bytes_max = 256;
constexpr std::size_t value_bytes_max = 1024 * 1024;

bool is_read_through_the_archive(Table table) {
  return table == Table::records || table == Table::events || table == Table::roster ||
         table == Table::file_chunks;
}

}  // namespace

std::optional<Envelope> MemoryStore::envelope(const EnvelopeId& id) const {
  const auto found = state_.envelopes.find(id);
  if (found == state_.envelopes.end()) return std::nullopt;
  return found->second.envelope;
}

std::optional<Bytes> MemoryStore::value(Table table, ByteView key) const {
  const auto rows_of = state_.rows.find(table);
  if (rows_of == state_.rows.end()) return std::nullopt;
  const auto found = rows_of->second.find(to_bytes(key));
  if (found == rows_of->second.end()) return std::nullopt;
  return found->second;
}

std::vector<StoredRow> MemoryStore::rows(Table table,
                                         ByteView from,
                                         std::size_t limit,
                                         Order order) const {
  std::vector<StoredRow> out;
  const auto rows_of = state_.rows.find(table);
  if (rows_of == state_.rows.end()) return out;
  const auto& all = rows_of->second;
  const Bytes start = to_bytes(from);
  if (order == Order::ascending) {
    for (auto at = all.lower_bound(start); at != all.end() && out.size() < limit; ++at)
      out.push_back(StoredRow{at->first, at->second});
    return out;
  }
  auto at = start.empty() ? all.end() : all.upper_bound(start);
  while (at != all.begin() && out.size() < limit) {
    --at;
    out.push_back(StoredRow{at->first, at->second});
  }
  return out;
}

Result<void> MemoryStore::stage(std::vector<Write> writes) {
  for (const Write& write : writes) {
    if (const Keep* keep = std::get_if<Keep>(&write); keep != nullptr) {
      if (keep->key.size() > key_bytes_max || keep->value.size() > value_bytes_max)
        return fail(Errc::limit_exceeded, "a row is too large for the store");
    }
    std::visit([this](const auto& one) { apply(one); }, write);
  }
  return {};
}

Result<void> MemoryStore::commit() {
  if (undo_.empty()) return {};
  if (failing_after_ == 0U) return fail(Errc::storage, "the disk refused");
  if (failing_after_) --*failing_after_;
  undo_.clear();
  ++commits_;
  return {};
}

Snapshot MemoryStore::snapshot() const {
  State committed = state_;
  for (auto at = undo_.rbegin(); at != undo_.rend(); ++at) undo(committed, *at);
  Snapshot out;
  for (const auto& [table, rows_of] : committed.rows) {
    if (is_read_through_the_archive(table)) continue;
    for (const auto& [key, value] : rows_of) out.rows[table].push_back(StoredRow{key, value});
  }
  for (const auto& [id, held] : committed.envelopes) {
    const Envelope& envelope = held.envelope;
    out.envelopes.push_back(StoredEnvelope{
        id, envelope.route(), envelope.expiry_hour(), envelope.bucket(), held.stamp});
  }
  return out;
}

void MemoryStore::crash() {
  for (auto at = undo_.rbegin(); at != undo_.rend(); ++at) undo(state_, *at);
  undo_.clear();
  failing_after_.reset();
}

void MemoryStore::remember(Table table, const Bytes& key) {
  const auto& rows_of = state_.rows[table];
  const auto found = rows_of.find(key);
  RowBefore before{table, key, std::nullopt};
  if (found != rows_of.end()) before.value = found->second;
  undo_.emplace_back(std::move(before));
}

void MemoryStore::remember(const EnvelopeId& id) {
  const auto found = state_.envelopes.find(id);
  EnvelopeBefore before{id, std::nullopt};
  if (found != state_.envelopes.end()) before.held = found->second;
  undo_.emplace_back(std::move(before));
}

void MemoryStore::apply(const Keep& keep) {
  remember(keep.table, keep.key);
  state_.rows[keep.table].insert_or_assign(keep.key, keep.value);
}

void MemoryStore::apply(const Forget& forget) {
  remember(forget.table, forget.key);
  state_.rows[forget.table].erase(forget.key);
}

void MemoryStore::apply(const KeepEnvelope& keep) {
  const EnvelopeId id = keep.envelope.id();
  remember(id);
  state_.envelopes.insert_or_assign(id, Held{keep.envelope, keep.stamp});
}

void MemoryStore::apply(const ForgetEnvelope& forget) {
  remember(forget.id);
  state_.envelopes.erase(forget.id);
}

void MemoryStore::undo(State& state, const Before& before) {
  match(
      before,
      [&](const RowBefore& row) {
        if (row.value)
          state.rows[row.table].insert_or_assign(row.key, *row.value);
        else
          state.rows[row.table].erase(row.key);
      },
      [&](const EnvelopeBefore& envelope) {
        if (envelope.held)
          state.envelopes.insert_or_assign(envelope.id, *envelope.held);
        else
          state.envelopes.erase(envelope.id);
      });
}

}  // namespace tocsin::tests
