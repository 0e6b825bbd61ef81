// Mesh keys by number and the stamp keys this device made for them, as records of channels brought
// them (channel.md §4). Which of them link a node is core/link's matter.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/model/envelope.h"
#include "core/model/mesh_key.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::channel {

enum class MeshKeySource : std::uint8_t {
  own,
  assembly,
  copy
};  // copy: org channel or Welcome, no seed

class MeshKeys {
 public:
  explicit MeshKeys(const Snapshot& restored);

  // True: new, or it adds the seed to a copy. not_allowed, conflict: channel.md §4 "Accepted".
  Result<bool> take(MeshKeyRecord key, MeshKeySource source, WallTime now, Outbox& outbox);
  // Valid ones, newest number first, of siblings the smallest tag first.
  std::vector<MeshKeyRecord> valid() const;
  std::optional<MeshKeyRecord> newest() const;

  // This device's stamp key for a number; made if there is none.
  StampKey make_stamp_key(Random& random, std::uint32_t number, Outbox& outbox);

  bool has_stamp_key(std::uint32_t number) const { return stamp_seeds_.contains(number); }

  // Under the newest stamp key.
  std::optional<Stamp> stamp(const CoalitionId& coalition, const EnvelopeId& envelope) const;

 private:
  std::map<std::uint32_t, std::map<MeshTag, MeshKeyRecord>> keys_;
  std::map<std::uint32_t, crypto::SignSeed> stamp_seeds_;
};

// Tag of the link material of a mesh key.
MeshTag tag_of(const MeshKeyRecord& key);

}  // namespace tocsin::channel
