#include "tests/support/coalition_liars.h"

#include <algorithm>

#include "core/base/ensure.h"

namespace tocsin::tests {

std::pair<Statement, Statement> contradiction(const CoalitionNet& net,
                                              const CoalitionNet::Device& device,
                                              std::uint64_t seq) {
  const Head head = head_by(device, net.now().wall, seq);
  const RelayDrop one{head, LinkKey{LinkKey::Array{1}}};
  const RelayDrop other{head, LinkKey{LinkKey::Array{2}}};
  return {signed_as(device, net.domain(), StatementType::relay_drop, one),
          signed_as(device, net.domain(), StatementType::relay_drop, other)};
}

StatementId freeze(CoalitionNet& net, CoalitionNet::Device& by, std::string_view who) {
  Row row;
  row.set("who", who).set("reason", "the laptop was stolen");
  const auto rows = net.act(by, "freeze", row);
  ENSURE(rows.has_value());
  return id_of(*rows);
}

Reply<StatementId> thaw(CoalitionNet& net, CoalitionNet::Device& by, const StatementId& freeze) {
  auto rows = net.act(by, "thaw", net.live_arguments(by, freeze));
  if (!rows) return tl::unexpected<Refusal>{rows.error()};
  return id_of(*rows, "signed");
}

Reply<std::vector<Row>> confirm_thaw(CoalitionNet& net,
                                     CoalitionNet::Device& by,
                                     const StatementId& thaw) {
  return net.sign(by, thaw);
}

bool is_frozen(CoalitionNet& net, CoalitionNet::Device& at, const CoalitionNet::Device& whom) {
  const auto rows = net.act(at, "status", Row{}, Level::read);
  ENSURE(rows.has_value());
  return std::ranges::any_of(*rows, [&](const Row& row) {
    return row.kind() == "freeze" && row.text("person").value_or("") == whom.person &&
           row.text("org").value_or("") == whom.slug;
  });
}

ChannelPolicy org_policy_of(const CoalitionNet& net, std::string_view slug) {
  return ChannelPolicy{org_channel(net.id(), net.org(slug)), ChannelKind::org, net.org(slug)};
}

ChannelPolicy assembly_of(const CoalitionNet& net) {
  return {assembly_channel(net.id()), ChannelKind::assembly, OrgId::zero()};
}

bool reads(const CoalitionNet&,
           const CoalitionNet::Device& at,
           const CoalitionNet::Device& whom,
           const ChannelPolicy& channel) {
  const auto found = at.machine->audience(channel, at.machine->current(channel));
  const auto& audience = std::get<Audience>(found);
  return std::ranges::find(audience, whom.identity.keys->id, &Member::device) != audience.end();
}

}  // namespace tocsin::tests
