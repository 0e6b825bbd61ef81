// What the daemon says on stderr: a level, a code and a count, nothing else. No type here can carry
// a name, an id, an address or a text, so none gets into a log. Answers to the user are not log
// lines.
#pragma once

#include <cstdint>

namespace tocsin::daemon {

enum class LogLevel : std::uint8_t { note, warning, error };

enum class LogCode : std::uint8_t {
  started,          // this process holds the profile
  profile_created,  // count 1
  opened,           // count: rows restored
  listening,        // count: sockets
  ready,
  locked,
  sealed,            // locked, and receiving
  spool_fed,         // count: envelopes that waited
  spool_lost,        // count: envelopes that no key of this profile opens
  spool_failed,      // no room, or the disk failed: nothing is received any more until unlock
  passphrase_wrong,  // count: tries left at will
  passphrase_changed,
  purged,  // count: bytes left
  swept,   // likewise
  sweep_failed,
  hardening_failed,
  disk_failed,
  disk_low,
  stopped,
  lines_left_out,  // count: since the last line
};

void log(LogLevel level, LogCode code, std::uint64_t count = 1);

}  // namespace tocsin::daemon
