// What a batch asks the store to keep or to forget. The store knows tables, keys and sizes; what a
// value means is known only to the machine that owns the table. Values of sealed tables lie under
// key slots that are overwritten on deletion (ARCHITECTURE §6).
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/model/envelope.h"
#include "core/model/ids.h"

namespace tocsin {

enum class Table : std::uint8_t {
  // core/node
  identity = 1,  // own keys, org, mode
  events = 2,    // notices by cursor
  carry = 3,     // statements that still have to be posted in a channel
  // core/link
  link_keys = 10,  // own statics
  // core/gossip
  peers = 20,      // pinned peers and static relays
  mesh_list = 21,  // newest list, received bytes
  receipts = 22,   // who has stored own envelopes
  upkeep = 23,     // what a relay's operator decided
  // core/channel
  device_keys = 30,  // own prekeys by gen
  member_keys = 31,  // others' newest keys statements
  channels = 32,
  epochs = 33,   // held epochs and their secrets
  chains = 34,   // ratchet states
  records = 35,  // plaintext history
  invites = 36,
  mesh_keys = 37,   // M, authority seed, number
  waiting = 38,     // announcements and records that wait
  stamp_keys = 39,  // core/node: stamp keys seen, for the next mesh list
  files = 40,       // what is here of each file, by channel and cursor
  file_chunks = 41,
  // core/coalition
  statements = 50,  // accepted, by id: received bytes
  slots = 51,       // what this device has promised
  drafts = 52,
  sightings = 53,  // seen_at per statement, targets decided once
  reviews = 54,    // open review windows
  // core/readiness
  roster = 70,
  pledges = 71,
  tests = 72,
  campaigns = 73,
  votes = 74,
  contracts = 75,
  report_salts = 76,
  exports = 77,  // asks to write the list out
  sharing = 78,  // the channel in which the list is shared
  // daemon/store
  spool_keys = 90  // opens what came while the profile was sealed
};

struct Keep {  // insert or replace
  Table table;
  Bytes key;    // <= 256 bytes
  Bytes value;  // <= 1 MiB
};

struct Forget {
  Table table;
  Bytes key;
};

struct KeepEnvelope {
  Envelope envelope;
  std::optional<Stamp> stamp;
};

struct ForgetEnvelope {
  EnvelopeId id;
};

using Write = std::variant<Keep, Forget, KeepEnvelope, ForgetEnvelope>;

struct StoredRow {
  Bytes key;
  Bytes value;
};

// What the index holds of a stored envelope; the bytes stay on disk (seam/store.h Archive).
struct StoredEnvelope {
  EnvelopeId id;
  Route route;
  std::uint32_t expiry_hour;
  std::uint8_t bucket;
  std::optional<Stamp> stamp;
};

}  // namespace tocsin
