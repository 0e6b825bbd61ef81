// Successors of charters and manifests on a CoalitionNet, and of values that were never signed.
#pragma once

#include <string_view>

#include "tests/support/coalition_net.h"

namespace tocsin::tests {

// The charter as the net founded it, to change and draft again: takes effect in a minute.
Charter amendment(const CoalitionNet& net);
// The manifest of an org that stands at that device.
Manifest manifest_at(const CoalitionNet::Device& device, const OrgId& org);

// The version after the first of that org, as the net founded it: to change, and to sign past every
// guard of the machines.
Manifest second_manifest(CoalitionNet& net, std::string_view slug);

// Drafted by the first delegate of `slug` and delivered.
Reply<std::vector<Row>> draft(CoalitionNet& net, std::string_view slug, const Charter& next);
Reply<std::vector<Row>> draft(CoalitionNet& net, std::string_view slug, const Manifest& next);
StatementId drafted(CoalitionNet& net, std::string_view slug, const Charter& next);
StatementId drafted(CoalitionNet& net, std::string_view slug, const Manifest& next);

// Both delegates of each of these orgs approve, and it is delivered.
void approve(CoalitionNet& net,
             const StatementId& subject,
             const std::vector<std::string_view>& slugs);

std::string state_at(CoalitionNet& net, std::string_view slug, const StatementId& subject);
std::uint32_t charter_version_at(CoalitionNet& net, std::string_view slug);

// With one delegate more: the device of a member.
Manifest with_delegate(Manifest manifest, std::string_view handle, const DeviceKeys& keys);

}  // namespace tocsin::tests
