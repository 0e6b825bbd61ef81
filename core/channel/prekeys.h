// Keys that are renewed: our own prekeys, join prekeys and message keys by generation, and the
// newest generations of everybody else's, as `keys` statements say them (channel.md §1). Who is in
// an audience is not known here: callers hand in the device keys a statement must be signed with.
// Next: epoch.h.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/random.h"
#include "core/crypto/agree.h"
#include "core/model/device.h"
#include "core/model/identity.h"
#include "core/model/statement.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

struct Generation {
  KeysStatement keys;
  Bytes statement;  // encoded, signed
  crypto::AgreeKey pk;
  crypto::AgreeKey jpk;
  crypto::SignSeed msk;
};

class Prekeys {
 public:
  explicit Prekeys(const Snapshot& restored);

  // --- our own ---
  // The next generation, kept in this call; the old ones stay, since slots to them may be on the
  // way.
  void renew(Random& random,
             const Domain& domain,
             const IdentityKeys& me,
             std::uint32_t today,
             Outbox& outbox);

  const std::vector<Generation>& own() const { return own_; }  // oldest first

  const Generation* newest_own() const { return own_.empty() ? nullptr : &own_.back(); }

  bool is_due(std::uint32_t today) const;

  // --- everybody else's ---
  // True: it was new. unauthenticated: not signed by `author`; conflict: another content for a
  // known generation.
  Result<bool> take(ByteView encoded,
                    const DeviceKeys& author,
                    const Domain& domain,
                    Outbox& outbox);
  const KeysStatement* newest(const DeviceId& device) const;
  const KeysStatement* of(const DeviceId& device, std::uint16_t gen) const;
  // Encoded; empty if unknown.
  Bytes statement(const DeviceId& device) const;

 private:
  struct Known {
    KeysStatement keys;
    Bytes statement;
  };

  std::vector<Generation> own_;
  std::map<DeviceId, std::map<std::uint16_t, Known>> others_;
};

// A `keys` statement on its own: who says so, and that this author signed it.
Result<KeysStatement> read_keys(ByteView encoded, const DeviceKeys& author, const Domain& domain);

}  // namespace tocsin::channel
