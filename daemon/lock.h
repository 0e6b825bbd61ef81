// One daemon per profile: a lock on its data directory for the process's life, and the removal of a
// socket that a dead one left.
#pragma once

#include "core/model/command.h"
#include "daemon/profile.h"

namespace tocsin::daemon {

// Held by the descriptor until it closes; a crash frees it. Exit 75: another daemon runs.
Reply<void> lock_directory(const Descriptor& directory);

// Removes `ctl` if nobody listens there. Exit 75: somebody does. Exit 77: it is not a socket of
// ours.
Reply<void> clear_socket(const Profile& profile);
// After bind: what lies there is our socket, for us alone.
Reply<void> check_socket(const Profile& profile);

}  // namespace tocsin::daemon
