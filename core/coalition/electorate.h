// Whose signature counts: a charter with the newest manifest of each of its orgs. Persons are
// delegates, found by any of their devices. Next: tally.h.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/coalition/signed.h"
#include "core/model/charter.h"
#include "core/model/manifest.h"

namespace tocsin::coalition {

struct Voter {
  OrgId org;
  DelegateId delegate;
  crypto::SignPublicKey key;
};

class Electorate {
 public:
  // One manifest per org; the org of each is OrgId(id of version 1), which the charter lists.
  // An org without one has no voters.
  Electorate(Signed<Charter> charter, std::map<OrgId, Manifest> manifests);

  const Signed<Charter>& charter() const { return charter_; }

  const std::map<OrgId, Manifest>& manifests() const { return manifests_; }

  const Manifest* manifest(const OrgId& org) const;
  const CharterOrg* org(const OrgId& org) const;
  // The person behind a device, of any org of the charter.
  const Voter* voter(const DeviceId& device) const;

  // Full members, in the charter's order: every denominator.
  const std::vector<OrgId>& full() const { return full_; }

  const Action* action(std::string_view name) const;

 private:
  Signed<Charter> charter_;
  std::map<OrgId, Manifest> manifests_;
  std::map<DeviceId, Voter> voters_;
  std::vector<OrgId> full_;
};

// The devices a founding manifest lists, each with its person.
std::map<DeviceId, Voter> voters_of(const OrgId& org, const Manifest& manifest);

}  // namespace tocsin::coalition
