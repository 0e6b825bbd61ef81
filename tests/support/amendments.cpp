#include "tests/support/amendments.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/coalition/statements.h"
#include "core/wire/charter_codec.h"

namespace tocsin::tests {
namespace {

Row body_row(const Bytes& body) {
  Row row;
  row.set("body", Value{body});
  return row;
}

}  // namespace

Charter amendment(const CoalitionNet& net) {
  Charter out = net.charter();
  out.effective_at = net.now().wall + Seconds{60};
  return out;
}

Manifest manifest_at(const CoalitionNet::Device& device, const OrgId& org) {
  const coalition::Statements kept{device.store->snapshot()};
  const Manifest* newest = kept.find_as<Manifest>(StatementId{org.array()});
  for (const coalition::Accepted* accepted : kept.of(StatementType::manifest)) {
    const Manifest& manifest = accepted->as<Manifest>();
    if (manifest.head.org == org && manifest.version > newest->version) newest = &manifest;
  }
  return *newest;
}

Manifest second_manifest(CoalitionNet& net, std::string_view slug) {
  const OrgId org = net.org(slug);
  Manifest next = manifest_at(net.of(slug), org);
  next.prev = StatementId{org.array()};
  next.version = 2;
  return next;
}

Reply<std::vector<Row>> draft(CoalitionNet& net, std::string_view slug, const Charter& next) {
  auto rows = net.act(net.of(slug), "draft charter", body_row(wire::encode(next)), Level::act);
  net.deliver();
  return rows;
}

Reply<std::vector<Row>> draft(CoalitionNet& net, std::string_view slug, const Manifest& next) {
  auto rows = net.act(net.of(slug), "draft manifest", body_row(wire::encode(next)), Level::act);
  net.deliver();
  return rows;
}

StatementId drafted(CoalitionNet& net, std::string_view slug, const Charter& next) {
  const auto rows = draft(net, slug, next);
  ENSURE(rows.has_value());
  return id_of(*rows);
}

StatementId drafted(CoalitionNet& net, std::string_view slug, const Manifest& next) {
  const auto rows = draft(net, slug, next);
  ENSURE(rows.has_value());
  return id_of(*rows);
}

void approve(CoalitionNet& net,
             const StatementId& subject,
             const std::vector<std::string_view>& slugs) {
  for (const std::string_view slug : slugs) {
    for (const std::size_t person : {0U, 1U})
      ENSURE(net.sign(net.of(slug, person), subject).has_value());
  }
  net.deliver();
}

std::string state_at(CoalitionNet& net, std::string_view slug, const StatementId& subject) {
  const auto rows = net.act(net.of(slug), "status", about(subject), Level::read);
  ENSURE(rows.has_value());
  return rows->front().text("state").value_or("");
}

std::uint32_t charter_version_at(CoalitionNet& net, std::string_view slug) {
  return net.of(slug).machine->charter()->version;
}

Manifest with_delegate(Manifest manifest, std::string_view handle, const DeviceKeys& keys) {
  const DeviceId device = device_id(keys);
  manifest.delegates.push_back(
      Delegate{DelegateId::from(device.view().first(DelegateId::size)).value(),
               std::string{handle},
               {keys}});
  std::ranges::sort(manifest.delegates);
  return manifest;
}

}  // namespace tocsin::tests
