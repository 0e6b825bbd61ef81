// What is signed and kept here, shown: charter, manifests, any statement.
#include <algorithm>
#include <iterator>

#include "core/base/match.h"
#include "core/coalition/charter_text.h"
#include "core/coalition/rows.h"
#include "core/coalition/rule.h"
#include "core/coalition/state.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {
namespace {

std::vector<std::string> hex_of(const std::vector<DeviceId>& devices) {
  std::vector<std::string> out;
  for (const DeviceId& device : devices) out.push_back(device.hex());
  return out;
}

Row charter_org_row(const Charter& charter, const CharterOrg& org) {
  Row row{"org"};
  std::vector<std::string> claims;
  for (const Cell& cell : org.claims) claims.push_back(cell_text(cell));
  row.set("org", Value{org.id.bytes()})
      .set("slug", org.slug)
      .set("name", org.name)
      .set("org_kind", org.kind);
  row.set("standing", word(org.standing))
      .set("claims", Value{std::move(claims)})
      .set("solo", org.is_solo);
  row.set("checklists", Value{org.checklists})
      .set("sponsors", Value{sponsors_of(charter, org)})
      .set("since", Value{org.since});
  return row;
}

void add_own_fields(Row& row, const Body& body) {
  match(
      body,
      [&](const Proposal& proposal) {
        row.set("action", proposal.action).set("vote_by", Value{proposal.vote_by});
        row.set("demands", proposal.demands.size());
      },
      [&](const Signoff& signoff) {
        row.set("subject", Value{signoff.subject.bytes()})
            .set("stance", word(signoff.stance))
            .set("join", signoff.has_join);
        row.set("reason", signoff.reason).set("valid_until", Value{signoff.valid_until});
      },
      [&](const Call& call) {
        row.set("proposal", Value{call.proposal.bytes()})
            .set("mandate", Value{call.mandate.bytes()});
      },
      [&](const Stop& stop) {
        row.set("subject", Value{stop.subject.bytes()})
            .set("stop", word(stop.kind))
            .set("reason", stop.reason);
      },
      [&](const Ack& ack) {
        row.set("call", Value{ack.call.bytes()}).set("level", word(ack.level));
      },
      [&](const Report& report) {
        row.set("period", report.period).set("as_of", Value{report.as_of});
      },
      [&](const Debrief& debrief) {
        row.set("call", Value{debrief.call.bytes()});
        set_debrief_fields(row, debrief);
      },
      [&](const Charter& charter) {
        row.set("name", charter.name).set("version", charter.version);
      },
      [&](const Manifest& manifest) {
        row.set("name", manifest.name).set("version", manifest.version);
      },
      [&](const Roll& roll) {
        row.set("adds", roll.adds.size()).set("removes", roll.removes.size());
      },
      [&](const Freeze& freeze) {
        row.set("delegate", Value{freeze.delegate.bytes()}).set("reason", freeze.reason);
        if (!freeze.thaw.is_zero()) row.set("thaw", Value{freeze.thaw.bytes()});
      },
      [&](const RelayCert& cert) { row.set("label", cert.label); },
      [](const RelayDrop&) {});
}

}  // namespace

Reply<OrgId> Reading::named_org(const Row& arguments) const {
  const auto name = arguments.text("org");
  if (!name || name->empty()) return own_org();
  for (const CharterOrg& org : electorate->charter().value.orgs) {
    if (org.slug == *name || (name->size() >= 4 && org.id.hex().starts_with(*name))) return org.id;
  }
  return refuse(Exit::usage, "E_NOT_FOUND", "the charter has no such org", "tocsin charter show");
}

Reply<void> Reading::charter_show(Step& step) const {
  const Charter& charter = electorate->charter().value;
  Row row{"charter"};
  row.set("id", Value{electorate->charter().id.bytes()})
      .set("version", charter.version)
      .set("name", charter.name);
  row.set("rehearsal", charter.is_rehearsal)
      .set("languages", Value{charter.languages})
      .set("regions", Value{charter.regions});
  row.set("sectors", Value{charter.sectors})
      .set("kinds", Value{charter.kinds})
      .set("checklists", Value{charter.checklists})
      .set("assumed_faulty", charter.assumed_faulty);
  row.set("effective_at", Value{charter.effective_at}).set("review_by", Value{charter.review_by});
  row.set("state", step.now.wall < charter.review_by ? "IN_FORCE" : "EXPIRED");
  row.set("words", words_of(electorate->charter().id, StatementType::charter, identity.mode));
  step.rows.push_back(std::move(row));
  for (const CharterOrg& org : charter.orgs) step.rows.push_back(charter_org_row(charter, org));
  for (const Action& action : charter.actions) step.rows.push_back(action_row(action));
  std::ranges::move(rule_rows(charter), std::back_inserter(step.rows));
  std::ranges::move(param_rows(charter.params), std::back_inserter(step.rows));
  return {};
}

Reply<void> Reading::manifest_show(const Row& arguments, Step& step) const {
  auto org = named_org(arguments);
  if (!org) return tl::unexpected<Refusal>{org.error()};
  const Manifest* manifest = electorate->manifest(*org);
  if (manifest == nullptr)
    return refuse(Exit::usage, "E_NOT_FOUND", "the charter has no such org", "tocsin charter show");
  Row row{"manifest"};
  row.set("id", Value{org->bytes()})
      .set("org", Value{org->bytes()})
      .set("slug", electorate->org(*org)->slug);
  row.set("name", manifest->name).set("version", manifest->version).set("k", manifest->k);
  row.set("valid_until", Value{manifest->valid_until}).set("closed", manifest->is_closed);
  step.rows.push_back(std::move(row));
  for (const Delegate& delegate : manifest->delegates) {
    std::vector<DeviceId> devices;
    for (const DeviceKeys& keys : delegate.devices) devices.push_back(device_id(keys));
    Row person{"delegate"};
    person.set("handle", delegate.handle)
        .set("delegate", Value{delegate.id.bytes()})
        .set("devices", Value{hex_of(devices)});
    step.rows.push_back(std::move(person));
  }
  for (const Steward& steward : manifest->stewards) {
    Row person{"steward"};
    person.set("handle", steward.handle).set("devices", Value{hex_of(steward.devices)});
    step.rows.push_back(std::move(person));
  }
  return {};
}

Reply<void> Reading::words(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const StatementType type = (*found)->statement.type;
  const Mode mode = (*found)->statement.domain.mode;
  Row row{"words"};
  row.set("id", Value{(*found)->id.bytes()}).set("words", words_of((*found)->id, type, mode));
  row.set("list", has_live_words(type, mode) ? "live" : "drill");
  step.rows.push_back(std::move(row));
  return {};
}

Reply<void> Reading::show(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  const Head& head = head_of(about.body);
  const Resident* author = directory.find(head.author, head.org);
  const CharterOrg* org = electorate->org(head.org);
  Row row{"statement"};
  row.set("type", type_name(about.statement.type)).set("id", Value{about.id.bytes()});
  row.set("mode", word(about.statement.domain.mode)).set("author", Value{head.author.bytes()});
  row.set("org", org == nullptr ? std::string{} : org->slug)
      .set("by", author == nullptr ? std::string{} : author->person);
  row.set("at", Value{head.at})
      .set("seq", head.seq)
      .set("bytes", Value{wire::encode(about.statement)});
  add_own_fields(row, about.body);
  set_checklists(row, about);
  step.rows.push_back(std::move(row));
  return {};
}

}  // namespace tocsin::coalition
