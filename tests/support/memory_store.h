// A Store in memory: what was staged can be read at once, is durable after commit(), and is gone
// after crash(). Reads in byte order like daemon/store. A copy of it is a backup.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/envelope.h"
#include "core/model/write.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin::tests {

class MemoryStore : public Store {
 public:
  std::optional<Envelope> envelope(const EnvelopeId& id) const override;
  std::optional<Bytes> value(Table table, ByteView key) const override;
  std::vector<StoredRow> rows(Table table,
                              ByteView from,
                              std::size_t limit,
                              Order order = Order::ascending) const override;

  Result<void> stage(std::vector<Write> writes) override;
  Result<void> commit() override;

  // What a restart would begin with: the committed state. Tables read through the Archive alone
  // (records, events, roster) are left out, so that a machine which counts on them is found out.
  Snapshot snapshot() const;
  // The process died: what was staged and not committed is gone. Also lifts a full disk.
  void crash();

  // The commit after `successes` more fails with Errc::storage; so does every later one until
  // crash(). Only commits that have something to write count.
  void fail_commit_after(std::size_t successes) { failing_after_ = successes; }

  std::size_t commits() const { return commits_; }

  bool has_staged() const { return !undo_.empty(); }

  std::size_t envelope_count() const { return state_.envelopes.size(); }

 private:
  struct Held {
    Envelope envelope;
    std::optional<Stamp> stamp;
  };

  struct State {
    std::map<Table, std::map<Bytes, Bytes>> rows;
    std::map<EnvelopeId, Held> envelopes;
  };

  // What was there before a staged write, newest last.
  struct RowBefore {
    Table table;
    Bytes key;
    std::optional<Bytes> value;
  };

  struct EnvelopeBefore {
    EnvelopeId id;
    std::optional<Held> held;
  };

  using Before = std::variant<RowBefore, EnvelopeBefore>;

  void apply(const Keep& keep);
  void apply(const Forget& forget);
  void apply(const KeepEnvelope& keep);
  void apply(const ForgetEnvelope& forget);
  void remember(Table table, const Bytes& key);
  void remember(const EnvelopeId& id);
  static void undo(State& state, const Before& before);

  State state_;  // with what is staged
  std::vector<Before> undo_;
  std::optional<std::size_t> failing_after_;
  std::size_t commits_ = 0;
};

}  // namespace tocsin::tests
