// What the machine of connections holds, and the parts its work is split into. Only the .cpp files
// of links.h include it: links.cpp (its calls), connecting.cpp (until a link is up), running.cpp
// (while it is), keeping.cpp (time).
//
//   DIALLING -> M1_SENT -> M3_SENT -> UP -> LEAVING -> gone        anything else, on either side:
//   ACCEPTED -> M2_SENT ------------> UP -> LEAVING -> gone        FAILED until the deadline ->
//   gone
#pragma once

#include <map>
#include <memory>

#include "core/link/admission.h"
#include "core/link/cells.h"
#include "core/link/handshake.h"
#include "core/link/links.h"
#include "core/link/liveness.h"
#include "core/link/mux.h"

namespace tocsin::link {

enum class Stage : std::uint8_t { m1_sent, m3_sent, accepted, m2_sent, failed, up, leaving };

// Of a link that is up.
struct Running {
  template <class Handshake>
  Running(const Handshake& handshake, Liveness began) : cells{handshake}, liveness{began} {}

  Cells cells;
  Outgoing outgoing;
  Incoming incoming;
  Liveness liveness;
  bool is_writing = false;  // a write that has not left our buffers
};

struct Connection {
  Connection(LinkId link, Stage first) : id{link}, stage{first} {}

  LinkId id;
  Stage stage;
  std::optional<Destination> to;  // we dialled
  NetPrefix prefix{};
  bool is_onion = false;
  Instant deadline{};               // of handshake or farewell; of an up link: when it must end
  bool has_newer_key = false;       // a renewal is to be drawn
  std::optional<Instant> renew_at;  // dial anew; the twin replaces this one
  Instant up_since{};
  Bytes inbound;  // less than one block
  std::unique_ptr<Initiator> initiator;
  std::unique_ptr<Responder> responder;
  std::unique_ptr<Running> running;
  LinkKey shown = LinkKey::zero();  // our static: who dialled first is told by it
  LinkKey peer = LinkKey::zero();
  bool is_to_next = false;  // came in by the key we were about to have
  PeerRole role = PeerRole::member;
  MeshTag tag = MeshTag::zero();  // of the key it runs under
  bool is_ticket = false;
  std::optional<std::uint32_t> minute{};  // of the clock of who listened

  bool is_dialled() const { return to.has_value(); }
};

struct Dialling {
  Destination to;
  Instant deadline;
};

struct Links::State {
  State(Random& chance, Role own_role, const Snapshot& restored);

  // connecting.cpp
  void dial(const Destination& to, Now now, Outbox& outbox);
  void dial_over(DialId dial, Out& out);
  void dialled(LinkId link, DialId dial, Now now, Outbox& outbox, Out& out);
  void accepted(LinkId link, const NetPrefix& prefix, Now now, Outbox& outbox);
  void received(LinkId link, ByteView bytes, Now now, Outbox& outbox, Out& out);
  bool block(Connection& connection, bool is_last, Now now, Outbox& outbox, Out& out);
  bool on_first(Connection& connection, Now now, Outbox& outbox);
  bool on_second(Connection& connection, Now now, Outbox& outbox);
  bool on_third(Connection& connection, Now now, Outbox& outbox, Out& out);
  void fail_silently(Connection& connection, Out& out);

  // running.cpp
  void begin_running(Connection& connection, Now now);
  bool came_up(Connection& connection, Now now, Outbox& outbox, Out& out);
  bool on_cell(Connection& connection, Now now, Outbox& outbox, Out& out);
  bool on_frame(Connection& connection, Frame frame, Now now, Outbox& outbox, Out& out);
  void on_ticket(Connection& connection, const TicketFrame& ticket, Now now);
  void drop_ticket(const MeshTag& tag, Now now);
  bool may_pass(Connection& connection, const Frame& frame, std::size_t bytes, bool is_in, Now now);
  bool queue(Connection& connection, Queue queue, const Frame& frame, Now now);
  void pump(Connection& connection, Now now, Outbox& outbox);
  void leave(Connection& connection, ByeReason reason, Now now, Outbox& outbox, Out& out);
  // Closes at once, without a word.
  void drop(LinkId link, Outbox& outbox, Out& out);
  void gone(Connection& connection, Out& out);

  // keeping.cpp
  void keep_time(Now now, Outbox& outbox, Out& out);
  void keep_link_time(Connection& connection, Now now, Outbox& outbox, Out& out);
  void put_tickets(Now now, Outbox& outbox);
  void end_keyless(Now now, Outbox& outbox, Out& out);
  std::optional<Instant> next_wakeup() const;

  void take_next();
  void forget_next();

  Connection* find(LinkId link);
  Out take_pending();

  bool is_up(const Connection& connection) const { return connection.stage == Stage::up; }

  Random& random;
  Role role;
  Rows rows;
  OwnKeys keys;
  Standing standing;
  Admission admission;
  Offers offers;
  std::map<DialId, Dialling> dials;
  std::map<LinkId, std::unique_ptr<Connection>> connections;
  std::uint64_t next_dial = 1;
  std::size_t partial_bytes = 0;
  Out pending;              // happened where no Out could be returned
  bool is_due_now = false;  // keys, lists or offers have changed since the last wake
};

}  // namespace tocsin::link
