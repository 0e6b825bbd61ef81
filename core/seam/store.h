// Ports to what is kept. Archive: bounded reads that see what was staged. Store: one transaction
// per batch. daemon/store implements them on SQLCipher, tests/support/memory_store in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/write.h"

namespace tocsin {

struct Archive {
  virtual ~Archive() = default;
  virtual std::optional<Envelope> envelope(const EnvelopeId& id) const = 0;
  virtual std::optional<Bytes> value(Table table, ByteView key) const = 0;
  // Rows with key >= from in key order (byte-wise), at most `limit`; descending: key <= from,
  // downwards (an empty `from` then means the end).
  enum class Order : std::uint8_t { ascending, descending };
  virtual std::vector<StoredRow> rows(Table table,
                                      ByteView from,
                                      std::size_t limit,
                                      Order order = Order::ascending) const = 0;
};

struct Store : Archive {
  virtual Result<void> stage(std::vector<Write> writes) = 0;  // into one open transaction: readable
                                                              // at once, not yet durable
  virtual Result<void>
  commit() = 0;  // all that was staged, or nothing; touches no disk if nothing was
};

}  // namespace tocsin
