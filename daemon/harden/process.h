// What the process gives up before it does anything: core dumps, being traced, new privileges,
// readable files, signals that would kill it, descriptors it was handed (ARCHITECTURE §7).
#pragma once

namespace tocsin::harden {

// First thing in main; each step is attempted. False: one of them failed.
bool restrict_process();

}  // namespace tocsin::harden
