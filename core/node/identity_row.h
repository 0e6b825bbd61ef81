// The one row of Table::identity: who this installation is. PROTOCOL has no word on it: it never
// leaves the store.
#pragma once

#include "core/model/identity.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin {

void keep_identity(const Identity& identity, Outbox& outbox);
// Without a row: nobody yet.
Identity restore_identity(const Snapshot& restored);
IdentityKeys make_identity_keys(Random& random);

}  // namespace tocsin
