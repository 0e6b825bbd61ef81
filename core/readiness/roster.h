// The org's workers as rows of the store, one per ref. Lists that come in: import.h. A worker's
// name and contact leave through `roster list` alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/roster.h"
#include "core/readiness/row_key.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

using Roster = std::map<std::string, Worker, std::less<>>;

// [a-z0-9-]{1,64}
bool is_ref(std::string_view text);

// Under the list's key; none: nobody is on it.
Roster read_roster(const Archive& archive, const RowKey* key);
std::optional<Worker> find_worker(const Archive& archive, const RowKey* key, std::string_view ref);
void keep_worker(Outbox& outbox, const RowKey& key, const Worker& worker);

// What a worker was assessed as, once that is too old to go by: 0.
std::uint8_t assessment_of(const Worker& worker, std::uint32_t today, std::uint32_t fresh_days);

}  // namespace tocsin::readiness
