// The events a user may watch: each gets a cursor, is kept in the batch that caused it, and is told
// to who listens. No message text and no worker's name is ever an event. Read back by `events`
// (bounded pages).
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/row.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"
#include "core/seam/store.h"

namespace tocsin {

class Journal {
 public:
  explicit Journal(const Archive& archive);

  void write(Row event, Now now, Outbox& outbox);
  // Events after `cursor`, oldest first.
  std::vector<Row> since(std::int64_t cursor, std::size_t limit) const;

  std::int64_t last() const { return last_; }

 private:
  const Archive& archive_;
  std::int64_t last_ = 0;
};

}  // namespace tocsin
