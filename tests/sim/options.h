// Everything that shapes one simulated run, in one struct with its seed. Rates are per mille of
// what could fail.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocsin::sim {

struct Options {
  std::uint64_t seed = 1;
  std::size_t orgs = 5;
  std::size_t delegates = 2;  // per org, one laptop each
  std::size_t members = 3;    // laptops of rank-and-file members, one per org from the first on
  std::size_t relays = 2;

  std::uint32_t link_resets =
      0;                      // per 1,000 sends: the connection breaks, what is under way is lost
  std::uint32_t stalls = 0;   // per 1,000 sends: seconds of silence
  std::uint32_t crashes = 0;  // per 1,000 batches that write: half before the commit, half after it
  std::uint32_t act_crashes = 0;  // the same, per 1,000 acts that a person is told are done: what
                                  // is lost then was a promise
  std::uint32_t partitions = 0;   // how many times the mesh is cut in two during the story
  std::int64_t latency_ms = 30;   // median one way; a send takes 0.5 to 3 times that
};

}  // namespace tocsin::sim
