// The Store of a sealed node: envelopes are appended to the spool, sealed to a key whose secret is
// in the closed store, and cannot be read again here. Of all else it keeps nothing. A full disk or
// a full spool fails the batch, so that nothing of it leaves; the caller then stops the node.
#pragma once

#include <cstdint>

#include "core/base/random.h"
#include "core/seam/store.h"
#include "daemon/store/spool_file.h"

namespace tocsin::store {

class SpoolStore : public Store {
 public:
  SpoolStore(SpoolFile opened_to_append, Random& random)
      : file_{std::move(opened_to_append)}, random_{random}, waiting_{file_.entries()} {}

  // How many lie there, and how many of those that came to this store bore a valid stamp.
  std::uint64_t waiting() const { return waiting_; }

  std::uint64_t urgent() const { return urgent_; }

  // Of the spool's own bound; the disk may have less.
  std::uint64_t room() const;

  std::optional<Envelope> envelope(const EnvelopeId&) const override { return std::nullopt; }

  std::optional<Bytes> value(Table, ByteView) const override { return std::nullopt; }

  std::vector<StoredRow> rows(Table, ByteView, std::size_t, Order) const override { return {}; }

  Result<void> stage(std::vector<Write> writes) override;
  Result<void> commit() override;

 private:
  SpoolFile file_;
  Random& random_;
  Bytes staged_;
  std::uint64_t staged_count_ = 0;
  std::uint64_t staged_urgent_ = 0;
  std::uint64_t waiting_;
  std::uint64_t urgent_ = 0;
  bool has_failed_ = false;
};

}  // namespace tocsin::store
