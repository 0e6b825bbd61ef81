// Bounds of the control socket: what one user's own programs may cost their daemon (control.md).
#pragma once

#include <cstddef>

#include "core/base/instant.h"

namespace tocsin::limits {

inline constexpr std::size_t clients_max = 16;  // local exhaustion of descriptors
inline constexpr std::size_t request_bytes_max =
    1024 * 1024 + 4 * 1024;  // memory per client before a verb looks at it
inline constexpr std::size_t reply_queue_bytes_max =
    4 * 1024 * 1024;                        // a client that does not read; then its session closes
inline constexpr Seconds control_idle{60};  // forgotten clients; `watch` is exempt
inline constexpr Seconds control_hello{5};  // a client that never proves the cookie
inline constexpr std::size_t socket_path_bytes_max = 100;  // libuv cuts longer paths silently

inline constexpr int row_depth_max = 4;  // rows within rows, so no recursion on input
inline constexpr std::size_t request_elements_max =
    65'536;  // counted before protobuf parses: 2 bytes cost 100 of heap
inline constexpr std::size_t reply_elements_max = 262'144;  // likewise, at the client
inline constexpr std::size_t row_name_bytes_max = 64;       // names are the program's own
inline constexpr std::size_t verb_bytes_max = 64;           // likewise
inline constexpr std::size_t idempotency_bytes_max = 32;    // a client's random name for one act
inline constexpr std::size_t remembered_answers_max = 64;   // acts whose answer is given again
inline constexpr std::size_t remembered_bytes_max =
    16 * 1024;  // each; larger answers are not remembered

inline constexpr unsigned unlock_tries = 5;                 // guessing through the socket
inline constexpr Seconds unlock_wait_first{1};              // then doubling
inline constexpr Seconds unlock_wait_max{15 * 60};          // to this
inline constexpr unsigned kdf_memory_kib_min = 256 * 1024;  // a stolen disk: Argon2id's floor
inline constexpr unsigned kdf_memory_kib_max =
    4 * 1024 * 1024;  // a cost nobody's laptop can pay again
inline constexpr unsigned kdf_passes_min = 3;
inline constexpr unsigned kdf_passes_max = 64;
// A rehearsal protects nothing but practice, and fifteen laptops may share one machine in it
// (docs/decisions, 0001). Nothing else is ever made below the floor, so a cost below
// it says: rehearsal.
inline constexpr unsigned kdf_rehearsal_memory_kib = 64 * 1024;
inline constexpr unsigned kdf_rehearsal_passes = 2;

}  // namespace tocsin::limits
