// What a restart begins with: every row of the tables that live in memory, and the index of stored
// envelopes. Tables `records`, `events` and `roster`-like bulk are read through the Archive
// instead.
#pragma once

#include <map>
#include <vector>

#include "core/model/write.h"

namespace tocsin {

struct Snapshot {
  std::map<Table, std::vector<StoredRow>> rows;  // sorted by key
  std::vector<StoredEnvelope> envelopes;         // sorted by id

  const std::vector<StoredRow>& of(Table table) const {
    static const std::vector<StoredRow> none;
    const auto found = rows.find(table);
    return found == rows.end() ? none : found->second;
  }
};

}  // namespace tocsin
