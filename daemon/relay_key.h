// The unlock key of a relay, which nobody unlocks: from its service's credential, or from a file of
// its own.
#pragma once

#include <optional>

#include "core/base/random.h"
#include "core/crypto/password.h"
#include "core/model/command.h"
#include "daemon/profile.h"

namespace tocsin::daemon {

// Makes `unlock-key` in the data directory at the first start of a new profile.
Reply<crypto::UnlockKey> relay_unlock_key(const Profile& profile,
                                          const Environment& environment,
                                          Random& random);

// A profile that a person unlocks has no such file; exit 78 otherwise.
Reply<void> check_no_relay_key(const Profile& profile);

}  // namespace tocsin::daemon
