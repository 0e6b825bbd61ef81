// Relays that delegates vouch for (coalition.md §14): the latest cert of a link key counts, a drop
// wins over every cert.
#include <algorithm>
#include <set>

#include "core/base/codes.h"
#include "core/base/text.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

bool is_newer(const Accepted& a, const Accepted& b) {
  const Head& mine = head_of(a.body);
  const Head& other = head_of(b.body);
  return std::pair{mine.at, a.id} > std::pair{other.at, b.id};
}

std::map<LinkKey, const Accepted*> counting_certs(const Statements& statements,
                                                  const std::set<LinkKey>& dropped) {
  std::map<LinkKey, const Accepted*> latest;
  for (const Accepted* cert : statements.of(StatementType::relay_cert)) {
    const LinkKey& key = cert->as<RelayCert>().link_key;
    if (dropped.contains(key)) continue;
    const auto [found, is_first] = latest.emplace(key, cert);
    if (!is_first && is_newer(*cert, *found->second)) found->second = cert;
  }
  return latest;
}

std::string address_text(const Address& address) {
  std::string text;
  switch (address.kind) {
    case AddressKind::ipv4:
      for (const std::uint8_t part : address.host)
        text += (text.empty() ? "" : ".") + std::to_string(part);
      break;
    case AddressKind::ipv6:
      for (std::size_t i = 0; i + 1 < address.host.size(); i += 2)
        text += (text.empty() ? "[" : ":") + hex_encode(ByteView{address.host}.subspan(i, 2));
      text += "]";
      break;
    case AddressKind::onion:
      text = "onion " + hex_encode(address.host);
      break;
  }
  return text + ":" + std::to_string(address.port);
}

}  // namespace

// A thief's drops fall with the freeze of the laptop it took: its victims come back.
std::set<LinkKey> Reading::dropped_relays() const {
  std::set<LinkKey> dropped;
  for (const Accepted* drop : statements.of(StatementType::relay_drop)) {
    if (!exclusions.has(drop->statement.author)) dropped.insert(drop->as<RelayDrop>().key);
  }
  return dropped;
}

std::vector<RelayCert> Reading::relays() const {
  std::vector<RelayCert> out;
  for (const auto& [key, cert] : counting_certs(statements, dropped_relays()))
    out.push_back(cert->as<RelayCert>());
  return out;
}

Reply<void> Coalition::State::certify_relay(const RelayCard& card,
                                            std::string_view label,
                                            Step& step) {
  if (!is_known())
    return refuse(Exit::later, "E_CHARTER_UNKNOWN", "this device knows no charter in force yet");
  if (auto may = need_delegate(); !may) return may;
  constexpr std::size_t label_bytes_max = 16;
  if (!check_name(label, label_bytes_max))
    return refuse(Exit::usage, "E_NAME", "a relay's label is a name of at most 16 bytes");
  if (dropped_relays().contains(card.link_key))
    return refuse(Exit::held,
                  "E_RELAY",
                  "a delegate dropped this relay, and a dropped key does not come back",
                  "on the box: a new profile for the relay, then its card");
  RelayCert cert;
  cert.head = Head{identity.keys->id, own_org(), step.now.wall, 0};
  cert.link_key = card.link_key;
  cert.grant_key = card.grant_key;
  cert.label = std::string{label};
  cert.addresses = card.addresses;
  issue(StatementType::relay_cert, identity.mode, Body{std::move(cert)}, step);
  return {};
}

Reply<void> Coalition::State::relay_drop(const Row& arguments, Step& step) {
  if (auto may = need_delegate(); !may) return may;
  const std::string wanted = arguments.text("key").value_or("");
  std::vector<const Accepted*> meant;
  for (const auto& [key, cert] : counting_certs(statements, dropped_relays())) {
    const bool is_prefix = wanted.size() >= 4 && key.hex().starts_with(wanted);
    if (is_prefix || cert->as<RelayCert>().label == wanted) meant.push_back(cert);
  }
  if (meant.size() != 1)
    return refuse(Exit::usage,
                  meant.empty() ? "E_NOT_FOUND" : "E_CONFLICT",
                  "name one relay by its label or the first digits of its key",
                  "tocsin relay list");
  const RelayCert cert = meant.front()->as<RelayCert>();
  RelayDrop drop;
  drop.key = cert.link_key;
  issue(StatementType::relay_drop, identity.mode, Body{std::move(drop)}, step);
  Row row{"relay_dropped"};
  row.set("link_key", Value{cert.link_key.bytes()}).set("label", cert.label);
  step.rows.push_back(std::move(row));
  return {};
}

Reply<void> Reading::relay_list(Step& step) const {
  for (const auto& [key, accepted] : counting_certs(statements, dropped_relays())) {
    const RelayCert& cert = accepted->as<RelayCert>();
    const Resident* author = directory.find(cert.head.author, cert.head.org);
    Row row{"relay"};
    row.set("label", cert.label)
        .set("link_key", Value{key.bytes()})
        .set("grant_key", Value{cert.grant_key.bytes()});
    std::vector<std::string> addresses;
    for (const Address& address : cert.addresses) addresses.push_back(address_text(address));
    row.set("addresses", Value{std::move(addresses)})
        .set("by", author == nullptr ? std::string{} : author->person);
    const CharterOrg* org = electorate->org(cert.head.org);
    row.set("org", org == nullptr ? std::string{} : org->slug).set("at", Value{cert.head.at});
    step.rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace tocsin::coalition
