// Charters as files: a proof or draft, or the TOML that people write. Reads what is there; whether
// a charter is complete, wise or in force is said elsewhere.
#pragma once

#include <map>
#include <string>

#include "core/base/bytes.h"
#include "core/model/charter.h"
#include "core/model/command.h"
#include "core/model/manifest.h"

namespace tocsin::cli {

struct Errand;

// A charter as a proof holds it, with the manifests of its orgs.
struct WrittenCharter {
  Charter charter;
  std::map<OrgId, Manifest> manifests;
};

Reply<WrittenCharter> charter_in(ByteView proof);

// A proof, a draft or charter.toml. An organization that has no card yet, in TOML, is the one of
// that short name in `other`, if that is given and has one.
Reply<Charter> charter_at(const std::string& path, const Charter* other, WallTime now);

// The same, where it is compared with a charter that has been signed: TOML is then read as `draft
// charter` will take it. Who enters is provisional, and since when the others belong stays.
Reply<Charter> successor_at(const std::string& path, const Charter& prev, WallTime now);

// The proof of the charter in force, by the daemon; as the row tells it.
Reply<Row> charter_in_force(Errand& errand);

}  // namespace tocsin::cli
