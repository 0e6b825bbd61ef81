// Histories for the law of order: the same statements reach several machines, to each in an order
// of its own, some twice, some before or after the machine has died. All that a machine can be
// asked is written down line by line, so that two of them are compared and the first line that
// differs is shown. What there is to be told is strands.h.
#pragma once

#include <string>
#include <vector>

#include "core/coalition/coalition.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

// What belongs together: a stop with its sign-offs, an amendment with all that completes it.
struct Strand {
  std::string name;
  std::vector<Bytes> statements;
};

// Where the machines of a chapter begin, and when they are asked.
struct Beginning {
  const Identity* identity = nullptr;
  MemoryStore store{};  // what was accepted until then
  Now now{};
  Millis told_within{1};  // all deliveries, from `now` on
  std::vector<Millis>
      looks{};          // then the machine wakes at each of these; after the last it is asked
  bool is_new = false;  // it hears that a sync round has ended, after the first look
};

// Whom it concerns: their rights are asked for too.
using Devices = std::vector<DeviceId>;

// Tells a fresh machine all of it, in waves: what is in a later one comes after all of the one
// before. Order, repetitions and crashes are drawn from `chance`. Returns what it then says.
std::vector<std::string> told(const Beginning& beginning,
                              const std::vector<std::vector<Bytes>>& waves,
                              const Devices& devices,
                              Random& chance);

// A machine that is at `beginning` once it has heard these, in this order, without faults.
Beginning after(Beginning beginning, const std::vector<Bytes>& statements);

}  // namespace tocsin::tests
