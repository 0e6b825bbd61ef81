// Whose signature counts: a charter with the newest manifest of each of its orgs. Persons are
// delegates, found by any of their devices. Which charter and manifests stand is lineage.h. Next:
// tally.h.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/coalition/signed.h"
#include "core/model/charter.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

struct Voter {
  OrgId org;
  DelegateId delegate;
  crypto::SignPublicKey key;
  WallTime
      since;  // of the first manifest in the chain that lists the device: nothing counts before
};

// The manifest of one org that stands, with what its chain says besides.
struct StandingManifest {
  StatementId id;
  Manifest value;
  std::map<DeviceId, WallTime> since;  // per device of a delegate; those of the first version apart
  bool is_forked = false;              // two rivals follow it: it may stop and repair, not start
};

class Electorate {
 public:
  // One manifest per org; the org of each is OrgId(id of version 1), which the charter lists.
  // An org without one has no voters. What an org wrote into its manifest touches itself alone: an
  // identity key that two orgs list speaks for neither (the device had to approve both).
  Electorate(Signed<Charter> charter,
             std::map<OrgId, StandingManifest> manifests,
             std::vector<StatementId> papers);
  // Of a founding: every manifest is version 1.
  Electorate(Signed<Charter> charter, std::map<OrgId, Manifest> manifests);

  const Signed<Charter>& charter() const { return charter_; }

  const std::map<OrgId, Manifest>& manifests() const { return manifests_; }

  // What proves all this to who knows the id of charter version 1 alone: both chains, and the
  // sign-offs that completed every version but the first. Sorted.
  const std::vector<StatementId>& papers() const { return papers_; }

  const Manifest* manifest(const OrgId& org) const;
  const CharterOrg* org(const OrgId& org) const;
  // The person behind a device, of any org of the charter.
  const Voter* voter(const DeviceId& device) const;

  // Full members, in the charter's order: every denominator.
  const std::vector<OrgId>& full() const { return full_; }

  const Action* action(std::string_view name) const;

  // False: it stops and repairs only. Nobody can say which of two manifests stands, or one person
  // alone decides where the charter does not say solo.
  bool may_start(const OrgId& org) const { return !halted_.contains(org); }

  // Until when the org starts anything: as it says itself, and no longer than the charter allows.
  WallTime ends(const OrgId& org) const;

 private:
  Signed<Charter> charter_;
  std::map<OrgId, Manifest> manifests_;
  std::vector<StatementId> papers_;
  std::map<DeviceId, Voter> voters_;
  std::vector<OrgId> full_;
  std::set<OrgId> halted_;
};

// By which people know that person; nothing where the org lists none of that id.
std::string handle_of(const Electorate& electorate, const OrgId& org, const DelegateId& person);
// Of all devices a manifest lists.
std::vector<DeviceKeys> keys_in(const Manifest& manifest);
// The devices a manifest lists, each with its person, from the manifest's own date.
std::map<DeviceId, Voter> voters_of(const OrgId& org, const Manifest& manifest);

}  // namespace tocsin::coalition
