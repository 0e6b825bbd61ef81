// Invites this device has issued, the one it has accepted, the founding bundle it waits for: rows
// that survive a crash between any two steps (channel.md §6, link.md §8). Sealing is reply.h;
// making epochs is channels' matter.
//
//   issued    OPEN -> ASKED (a device is pinned) -> ADMITTED (words typed) -> WELCOMED -> DONE (it
//   was heard)
//             any -> BURNED (second device, three wrong words, cancelled) or gone at expiry
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/channel/reply.h"
#include "core/model/invite.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

enum class JoinState : std::uint8_t { open = 1, asked, admitted, welcomed, done, burned };
enum class JoinSide : std::uint8_t { issued = 1, accepted = 2, founding = 3 };

struct JoinRow {
  JoinSide side;
  JoinState state = JoinState::open;
  std::uint8_t wrong_words = 0;
  Invite invite;  // of a founding: only secret and coalition
  Bytes request;  // issued: encoded `join` statement of the pinned device
  ReplyKeys keys;
};

// A join request that holds: signatures of the device over itself, its keys and this invite.
struct JoinRequest {
  DeviceId device;
  DeviceKeys keys;
  std::string person;
  crypto::Signature device_signature;
  Bytes keys_statement;
};

Result<JoinRequest> read_request(ByteView statement, const Invite& invite, Mode mode);

MeshTag invite_tag(const Invite& invite);

class Joins {
 public:
  explicit Joins(const Snapshot& restored);

  JoinRow& add(JoinSide side, const Invite& invite, Outbox& outbox);
  void keep(const JoinRow& row, Outbox& outbox);
  void forget(const JoinRow& row, Outbox& outbox);  // `row` is gone afterwards

  JoinRow* by_route(const Route& route);
  JoinRow* by_tag(const MeshTag& tag);
  std::vector<JoinRow*> of(JoinSide side);
  std::vector<Route> routes() const;

 private:
  std::map<Route, JoinRow> rows_;
};

}  // namespace tocsin::channel
