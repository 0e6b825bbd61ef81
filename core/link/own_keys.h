// Our own statics (link.md §1): a relay's until it is rotated; a member node's towards pinned
// peers, which it also listens with; a fresh one per relay and day; a guest's one per invite. And
// the rows of Table::link_keys, the only home of what core/link keeps.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/crypto/agree.h"
#include "core/link/gate.h"
#include "core/model/peer.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::link {

// First byte of a row's key.
enum class RowKind : std::uint8_t {
  own = 1,
  towards_relay = 2,
  guest = 3,
  standing = 4,
  listed = 5
};

// Writes that wait for the next Outbox: keys are made where there is none at hand.
class Rows {
 public:
  void keep(RowKind kind, ByteView rest, Bytes value);
  void forget(RowKind kind, ByteView rest);
  void flush(Outbox& outbox);

  bool is_empty() const { return waiting_.empty(); }

  static std::vector<std::pair<Bytes, Bytes>> of(const Snapshot& restored, RowKind kind);

 private:
  std::vector<Write> waiting_;
};

// What others dial us by, and at a relay what opens its box of a list.
struct Listening {
  Listening(crypto::AgreeKey its_own, crypto::AgreeKey its_grant);

  crypto::AgreeKey own;
  crypto::AgreeKey grant;
  LinkKey key;
  Mask mask;  // of `key`, computed once: strangers make us use it
};

class OwnKeys {
 public:
  OwnKeys(Random& random, bool is_relay, const Snapshot& restored, Rows& rows);

  // What we listen with.
  const LinkKey& key() const { return now_.key; }

  ByteView secret() const { return now_.own.reveal(); }

  const Mask& mask() const { return now_.mask; }

  // A relay's; zero at a member node.
  const GrantKey& grant_key() const { return grant_public_; }

  ByteView grant_secret() const { return now_.grant.reveal(); }

  // A relay's next keys, while they are rotated: it listens with both.
  const Listening* next() const { return next_ ? &*next_ : nullptr; }

  const Listening& make_next(Rows& rows);  // the same ones until they are taken or forgotten
  void forget_next(Rows& rows);
  void take_next(Rows& rows);  // those there were are gone then

  // The static we show to whom we dial; stays valid until the next call.
  ByteView towards(const Destination& to, std::uint32_t day, Rows& rows);
  void keep_own(Rows& rows) const;
  // We are a member: no invite is needed any more.
  void forget_guest_keys(Rows& rows);

 private:
  struct Daily {
    std::uint32_t day;
    crypto::AgreeKey secret;
  };

  ByteView towards_relay(const LinkKey& relay, std::uint32_t day, Rows& rows);
  ByteView as_guest(const InviteTicket& ticket, Rows& rows);
  void restore(const Snapshot& restored, Rows& rows);

  Random* random_;
  bool is_relay_;
  Listening now_;
  std::optional<Listening> next_;
  GrantKey grant_public_ = GrantKey::zero();
  std::map<LinkKey, Daily> towards_relay_;
  std::map<MeshTag, crypto::AgreeKey> guest_;
};

}  // namespace tocsin::link
