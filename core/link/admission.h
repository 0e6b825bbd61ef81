// Whether a first message earns any arithmetic: its hint is one of our keys or tickets, the mac
// holds, it was not seen before, and there is a token left (link.md §3.1). And
// whether who finished the handshake may be what he says. Next: connecting.cpp.
#pragma once

#include <optional>

#include "core/link/budget.h"
#include "core/link/gate.h"
#include "core/link/half_open.h"
#include "core/link/standing.h"
#include "core/link/tickets.h"

namespace tocsin::link {

struct Passed {
  FirstMessage first;
  std::size_t choice;  // which hint
  ByteView psk;        // L or T; valid until keys or tickets change
  MeshTag tag;
  bool is_ticket;
  bool is_to_next = false;  // it knows us by the key we are about to have
};

class Admission {
 public:
  explicit Admission(bool is_relay);

  // Nothing: silence. `block`: 512 bytes.
  std::optional<Passed> check(ByteView block,
                              const NetPrefix& from,
                              const Standing& standing,
                              const OwnKeys& keys,
                              Now now);
  // `tag`: of the key the handshake ran under. Binds a ticket to the first that comes.
  bool may_enter(
      const LinkKey& peer, PeerRole role, const MeshTag& tag, const Standing& standing, Now now);

  Tickets& tickets() { return tickets_; }

  HalfOpen& half_open() { return half_open_; }

 private:
  struct Known {
    const Mask& mask;
    const LinkKey* next;  // nothing: the key in use, whose gate keys are at hand
  };

  struct Offered {
    ByteView psk;
    ByteView gate;  // towards the key in use
    Ticket* ticket;
  };

  std::optional<Offered> offered(const MeshTag& hint, const Standing& standing, Now now);
  std::optional<Passed> check_as(
      ByteView block, const NetPrefix& from, const Standing& standing, const Known& we, Now now);

  bool is_relay_;
  ReplayRing seen_;
  Budget budget_;
  Tickets tickets_;
  HalfOpen half_open_;
};

}  // namespace tocsin::link
