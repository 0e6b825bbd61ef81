// The schema and its versions. Version 1 is the first; each later one is a step here and a fixture
// in tests/stores.
#pragma once

#include "daemon/store/database.h"

namespace tocsin::store {

inline constexpr std::int64_t schema_version = 1;

// An empty database becomes version 1 in one transaction. conflict: newer than this program; its
// bytes are untouched.
Result<void> migrate(const Database& database);

}  // namespace tocsin::store
