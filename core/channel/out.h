// What the machine of channels tells the hub after each call.
#pragma once

#include <optional>
#include <vector>

#include "core/model/envelope.h"
#include "core/model/invite.h"
#include "core/model/mesh_key.h"
#include "core/model/peer.h"
#include "core/model/record.h"
#include "core/model/row.h"

namespace tocsin::channel {

struct Publish {
  Envelope envelope;
  bool is_urgent = false;  // core/node stamps it and it travels as a call
};

// Came in a Welcome: what makes a guest a member.
struct Welcomed {
  CoalitionId coalition;
  OrgId org;
  Bytes mesh_list;  // encoded
};

struct TicketChange {
  InviteTicket ticket;
  Route route;
  std::uint32_t expiry_hour;
  std::vector<LinkKey> places;
  bool is_dropped = false;
};

struct Out {
  std::vector<Publish> publish;
  std::vector<Received>
      records;  // statement, relay and roster records for the siblings, in order; own ones too
  std::vector<Bytes>
      statements;  // encoded governance statements for core/coalition (Welcome, view answers)
  std::vector<MeshKeyRecord> mesh_keys;  // accepted: for core/link by the hub
  std::vector<StampKey> stamp_keys;      // seen on the assembly
  std::optional<Welcomed> welcomed;
  std::vector<TicketChange> tickets;
  std::vector<Route>
      new_routes;           // now watched: stored envelopes of these are offered to open() again
  std::vector<Row> events;  // for `watch`: new text (no text in it), join asked, epoch made ...
};

}  // namespace tocsin::channel
