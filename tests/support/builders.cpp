#include "tests/support/builders.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/crypto/hash.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {
namespace {

std::vector<TestOrg> example_orgs() {
  const auto org = [](std::string slug, std::string kind, std::vector<Cell> claims) {
    return TestOrg{std::move(slug),
                   std::move(kind),
                   std::move(claims),
                   {},
                   {},
                   Statement{Domain{CoalitionId::zero(), Mode::actual},
                             StatementType::manifest,
                             DeviceId::zero(),
                             {},
                             {}},
                   OrgId::zero()};
  };
  return {org("drivers", "union", {{"transport", "metro", ""}, {"transport", "valley", ""}}),
          org("plumbers", "union", {{"public", "metro", ""}, {"service", "metro", ""}}),
          org("choir", "faith", {}),
          org("tenants", "community", {}),
          org("bakers", "small_business", {{"service", "valley", ""}})};
}

void add_people(Random& random, TestOrg& org, const CoalitionOptions& options) {
  const char* const names[] = {"ana", "bo", "chi", "dee", "eli", "fay", "gus", "hal"};
  for (std::size_t i = 0; i < options.delegates; ++i) {
    TestPerson person{names[i % 8], DelegateId{random.array<16>()}, {}};
    for (std::size_t j = 0; j < options.devices; ++j) person.devices.push_back(make_device(random));
    org.people.push_back(std::move(person));
  }
}

void manifest(TestOrg& org, const CoalitionOptions& options) {
  Manifest& manifest = org.manifest;
  manifest.head = Head{org.people.front().devices.front().id, OrgId::zero(), founding(), 1};
  manifest.name = org.slug + " of the river";
  manifest.k = options.k;
  manifest.valid_until = founding() + 180 * day_ms;
  for (const TestPerson& person : org.people) {
    Delegate delegate{person.id, person.handle, {}};
    for (const TestDevice& device : person.devices) delegate.devices.push_back(device.keys);
    std::ranges::sort(delegate.devices);
    manifest.delegates.push_back(std::move(delegate));
  }
  std::ranges::sort(manifest.delegates, {}, &Delegate::id);
  const Mode mode = options.is_rehearsal ? Mode::rehearsal : Mode::actual;
  org.manifest_statement = sign_statement(Domain{CoalitionId::zero(), mode},
                                          StatementType::manifest,
                                          manifest.head.author,
                                          wire::encode(manifest),
                                          org.people.front().devices.front().seed);
  org.id = OrgId{org.manifest_statement.id().array()};
}

std::vector<TestOrg> make_orgs(const CoalitionOptions& options) {
  SeededRandom random{options.seed};
  std::vector<TestOrg> orgs = example_orgs();
  orgs.resize(std::min(orgs.size(), options.orgs), orgs.front());
  for (std::size_t i = orgs.size(); i < options.orgs; ++i) {
    TestOrg more = example_orgs().front();
    more.slug = "union-" + std::to_string(i);
    more.claims.clear();
    orgs.push_back(std::move(more));
  }
  for (TestOrg& org : orgs) {
    add_people(random, org, options);
    manifest(org, options);
  }
  return orgs;
}

}  // namespace

TestDevice make_device(Random& random) {
  TestDevice device{{}, {}, {}, DeviceId::zero()};
  device.seed = to_bytes(random.array<32>());
  device.ltk = to_bytes(random.array<32>());
  device.keys =
      DeviceKeys{crypto::sign_public_key(device.seed), crypto::agree_public_key(device.ltk)};
  device.id = device_id(device.keys);
  return device;
}

StatementType type_of(const Proposal& /*value*/) {
  return StatementType::proposal;
}

StatementType type_of(const Signoff& /*value*/) {
  return StatementType::signoff;
}

StatementType type_of(const Call& /*value*/) {
  return StatementType::call;
}

StatementType type_of(const Stop& /*value*/) {
  return StatementType::stop;
}

StatementType type_of(const Ack& /*value*/) {
  return StatementType::ack;
}

StatementType type_of(const Report& /*value*/) {
  return StatementType::report;
}

TestCoalition::TestCoalition(const CoalitionOptions& options)
    : orgs_{make_orgs(options)},
      charter_{example_charter(orgs_, options.is_rehearsal)},
      charter_statement_{
          Domain{CoalitionId::zero(), mode()}, StatementType::charter, DeviceId::zero(), {}, {}},
      id_{CoalitionId::zero()} {
  for (const TestOrg& org : orgs_)
    for (const TestPerson& person : org.people)
      for (const TestDevice& device : person.devices) seq_[device.id] = 2;
  const TestOrg& drafter = orgs_.front();
  charter_.head.author = drafter.people.front().devices.front().id;
  charter_.head.org = drafter.id;
  charter_statement_ = sign(StatementType::charter,
                            charter_.head,
                            wire::encode(charter_),
                            Domain{CoalitionId::zero(), mode()});
  id_ = CoalitionId{charter_statement_.id().array()};
}

const TestOrg& TestCoalition::org(std::string_view slug) const {
  const auto found = std::ranges::find(orgs_, slug, &TestOrg::slug);
  ENSURE(found != orgs_.end());
  return *found;
}

Mode TestCoalition::mode() const {
  return charter_.is_rehearsal ? Mode::rehearsal : Mode::actual;
}

Mode TestCoalition::drill_mode() const {
  return charter_.is_rehearsal ? Mode::rehearsal_exercise : Mode::exercise;
}

coalition::Electorate TestCoalition::electorate() const {
  std::map<OrgId, Manifest> manifests;
  for (const TestOrg& org : orgs_) manifests.emplace(org.id, org.manifest);
  return coalition::Electorate{{charter_statement_.id(), mode(), charter_}, std::move(manifests)};
}

coalition::Anchor TestCoalition::anchor() const {
  return {id_, mode(), false};
}

Head TestCoalition::head(const TestOrg& org, std::size_t person, WallTime at, std::size_t device) {
  const DeviceId& id = org.people.at(person).devices.at(device).id;
  return Head{id, org.id, at, ++seq_[id]};
}

Statement TestCoalition::sign(StatementType type,
                              const Head& head,
                              Bytes body,
                              const Domain& domain) const {
  for (const TestOrg& org : orgs_)
    for (const TestPerson& person : org.people)
      for (const TestDevice& device : person.devices)
        if (device.id == head.author)
          return sign_statement(domain, type, head.author, std::move(body), device.seed);
  ENSURE(false);
  return charter_statement_;
}

std::vector<Statement> TestCoalition::authority() const {
  std::vector<Statement> out{charter_statement_};
  for (const TestOrg& org : orgs_) out.push_back(org.manifest_statement);
  return out;
}

Signoff TestCoalition::signoff(const TestOrg& org,
                               std::size_t person,
                               const Statement& subject,
                               WallTime at,
                               std::size_t device) {
  Signoff out;
  out.head = head(org, person, at, device);
  out.subject = subject.id();
  out.subject_type = subject.type;
  out.valid_until = at + 14 * day_ms;
  out.language = "en";
  out.wording = 1;
  out.shown = crypto::blake2b_256(out.subject.view());
  out.has_join = subject.type == StatementType::call && !is_drill(subject.domain.mode);
  if (subject.type == StatementType::proposal) out.demands = {0, 1};
  if (subject.type == StatementType::charter || subject.type == StatementType::manifest)
    out.number = 1;
  return out;
}

std::vector<Statement> TestCoalition::founding_signoffs() {
  std::vector<Statement> out;
  const Domain before{CoalitionId::zero(), mode()};
  for (const TestOrg& org : orgs_) {
    for (std::size_t i = 0; i < org.people.size(); ++i) {
      for (std::size_t j = 0; j < org.people[i].devices.size(); ++j) {
        Signoff value = signoff(org, i, org.manifest_statement, founding() + hour_ms, j);
        value.head.org = OrgId::zero();
        out.push_back(sign(StatementType::signoff, value.head, wire::encode(value), before));
      }
      if (i < org.manifest.k)
        out.push_back(sign(signoff(org, i, charter_statement_, founding() + 2 * hour_ms), mode()));
    }
  }
  return out;
}

Proof TestCoalition::charter_proof() {
  std::vector<Statement> statements = authority();
  for (Statement& statement : founding_signoffs()) statements.push_back(std::move(statement));
  return coalition::assemble(ProofKind::charter, std::move(statements)).value();
}

Proof TestCoalition::card(const TestOrg& org) {
  std::vector<Statement> statements{org.manifest_statement};
  for (Statement& statement : founding_signoffs()) {
    const auto value = wire::decode<Signoff>(statement.body).value();
    if (value.subject == org.manifest_statement.id()) statements.push_back(std::move(statement));
  }
  return coalition::assemble(ProofKind::manifest, std::move(statements)).value();
}

Proposal TestCoalition::proposal(WallTime at) {
  const Texts both{"in English", "en castellano"};
  Proposal out;
  out.head = head(org("plumbers"), 0, at);
  out.charter = charter_statement_.id();
  out.action = "stoppage";
  out.targets = {Target{org("drivers").id, {"transport", "metro", ""}},
                 Target{org("plumbers").id, {"public", "metro", ""}}};
  std::ranges::sort(out.targets);
  out.demands = {Demand{DemandKind::win, "the city", DemandOrigin::contract, both, both},
                 Demand{DemandKind::stop, "the board", DemandOrigin::community, both, both}};
  out.title = out.summary = out.why_now = out.after_plan = out.safety_cover = both;
  out.not_before = at;
  out.not_after = at + 60 * day_ms;
  out.vote_by = at + 10 * day_ms;
  out.max_duration = std::chrono::hours{24};
  out.max_waves = 3;
  return out;
}

Call TestCoalition::call(const StatementId& proposal, const ProofId& mandate, WallTime at) {
  Call out;
  out.head = head(org("plumbers"), 1, at);
  out.proposal = proposal;
  out.mandate = mandate;
  out.targets = {CallTarget{org("drivers").id, {"transport", "metro", ""}, at + 4 * day_ms},
                 CallTarget{org("plumbers").id, {"public", "metro", ""}, at + 4 * day_ms}};
  std::ranges::sort(out.targets);
  out.instructions = {"walk out", "salgan"};
  out.public_after = at + day_ms;
  return out;
}

Report TestCoalition::report(const TestOrg& org, WallTime as_of) {
  Report out;
  out.head = head(org, 0, as_of + hour_ms);
  out.period = 31;
  out.as_of = as_of;
  for (const Cell& claim : org.claims) {
    out.cells.push_back(CellCount{claim, 1000, 800, false});
    for (const std::uint32_t ago : {20U, 10U, 2U})
      out.tests.push_back(TestCount{claim, "button", day_of(as_of) - ago, 300});
  }
  std::ranges::sort(out.cells);
  std::ranges::sort(out.tests);
  out.root = crypto::blake2b_256(org.id.view());
  return out;
}

coalition::Ballots ballots_of(const std::vector<Statement>& statements) {
  coalition::Ballots out;
  for (const Statement& statement : statements) {
    if (statement.type == StatementType::signoff)
      out.signoffs.push_back(signed_of<Signoff>(statement));
    if (statement.type == StatementType::report)
      out.reports.push_back(signed_of<Report>(statement));
    if (statement.type == StatementType::call && is_drill(statement.domain.mode))
      out.drill_calls.push_back(signed_of<Call>(statement));
    if (statement.type == StatementType::ack) out.drill_acks.push_back(signed_of<Ack>(statement));
    if (statement.type == StatementType::stop) out.stops.push_back(signed_of<Stop>(statement));
  }
  return out;
}

coalition::Papers papers_of(const std::vector<Statement>& statements) {
  coalition::Papers out;
  for (const Statement& statement : statements) {
    if (statement.type == StatementType::charter) {
      out.charters.push_back(signed_of<Charter>(statement));
      if (statement.domain.coalition.is_zero()) out.anchor = statement.id();
    }
    if (statement.type == StatementType::manifest)
      out.manifests.push_back(signed_of<Manifest>(statement));
  }
  out.signoffs = ballots_of(statements).signoffs;
  return out;
}

coalition::Lookup lookup_in(const std::vector<Statement>& statements) {
  std::map<StatementId, Statement> by_id;
  for (const Statement& statement : statements) by_id.emplace(statement.id(), statement);
  return [by_id = std::move(by_id)](const StatementId& id) -> std::optional<Statement> {
    const auto found = by_id.find(id);
    if (found == by_id.end()) return std::nullopt;
    return found->second;
  };
}

Proof with_changed(const Proof& proof, std::size_t at, const Statement& changed) {
  std::vector<Statement> statements = proof.statements;
  statements.at(at) = changed;
  Proof out = coalition::assemble(proof.kind, std::move(statements)).value();
  out.left_out = proof.left_out;
  return out;
}

}  // namespace tocsin::tests
