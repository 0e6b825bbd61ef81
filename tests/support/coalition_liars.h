// Statements as a thief with a laptop's keys makes them, past all guards of the machine that lives
// there; and the short ways to freeze and thaw.
#pragma once

#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {

inline Head head_by(const CoalitionNet::Device& device, WallTime at, std::uint64_t seq) {
  return Head{device.identity.keys->id, device.identity.org, at, seq};
}

template <class T>
Statement signed_as(const CoalitionNet::Device& device,
                    const Domain& domain,
                    StatementType type,
                    const T& value) {
  const IdentityKeys& keys = *device.identity.keys;
  return sign_statement(domain, type, keys.id, wire::encode(value), keys.idk.reveal());
}

// Two drops of relays nobody knows, with one seq: harmless but that they contradict each other.
std::pair<Statement, Statement> contradiction(const CoalitionNet& net,
                                              const CoalitionNet::Device& device,
                                              std::uint64_t seq);

// The statement's id. Delivers nothing.
StatementId freeze(CoalitionNet& net, CoalitionNet::Device& by, std::string_view who);
// Review, words and all. The thaw's id.
Reply<StatementId> thaw(CoalitionNet& net, CoalitionNet::Device& by, const StatementId& freeze);
Reply<std::vector<Row>> confirm_thaw(CoalitionNet& net,
                                     CoalitionNet::Device& by,
                                     const StatementId& thaw);

bool is_frozen(CoalitionNet& net, CoalitionNet::Device& at, const CoalitionNet::Device& whom);
ChannelPolicy assembly_of(const CoalitionNet& net);
ChannelPolicy org_policy_of(const CoalitionNet& net, std::string_view slug);
bool reads(const CoalitionNet& net,
           const CoalitionNet::Device& at,
           const CoalitionNet::Device& whom,
           const ChannelPolicy& channel);

}  // namespace tocsin::tests
