// A relay as its operator shows it and as a delegate vouches for it (link.md §6).
#pragma once

#include <string>
#include <vector>

#include "core/model/address.h"
#include "core/model/ids.h"
#include "core/model/statement.h"

namespace tocsin {

struct RelayCard {  // text form TOCSIN-RELAY-1:
  LinkKey link_key = LinkKey::zero();
  GrantKey grant_key = GrantKey::zero();
  std::vector<Address> addresses;  // 1 to 4
  friend bool operator==(const RelayCard&, const RelayCard&) = default;
};

struct PeerCard {  // text form TOCSIN-PEER-1:
  LinkKey link_key = LinkKey::zero();
  std::vector<Address> addresses;  // 0 to 4: none for one who only dials
  friend bool operator==(const PeerCard&, const PeerCard&) = default;
};

struct RelayGrant {  // text form TOCSIN-GRANT-1:
  CoalitionId coalition = CoalitionId::zero();
  crypto::SignPublicKey authority{};
  Bytes box;  // 144 bytes
  friend bool operator==(const RelayGrant&, const RelayGrant&) = default;
};

struct RelayCert {  // statement relay_cert
  Head head;
  LinkKey link_key = LinkKey::zero();
  GrantKey grant_key = GrantKey::zero();
  std::string label;  // operator, <= 16 bytes
  std::vector<Address> addresses;
  friend bool operator==(const RelayCert&, const RelayCert&) = default;
};

}  // namespace tocsin
