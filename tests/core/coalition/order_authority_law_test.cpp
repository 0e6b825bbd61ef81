// The law of order, of whom decides: charters, manifests, rolls, freezes, evidence, relays
// (decisions.md §6). What it is and what it leaves out: order_law_test.cpp.
#include <algorithm>
#include <set>

#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/strands.h"

namespace tocsin::tests {
namespace {

// An org that is not in the coalition yet: its manifest, and what its delegates sign.
struct Sixth {
  TestCoalition world{CoalitionOptions{9, true, 6, 3, 1, 2}};
  const TestOrg& org = world.org("union-5");

  std::vector<Bytes> card(WallTime at) {
    std::vector<Bytes> out{wire::encode(org.manifest_statement)};
    const Domain founders{CoalitionId::zero(), world.mode()};
    for (std::size_t person = 0; person < 3; ++person) {
      Signoff value = world.signoff(org, person, org.manifest_statement, at);
      value.head.org = OrgId::zero();
      out.push_back(wire::encode(
          world.sign(StatementType::signoff, value.head, wire::encode(value), founders)));
    }
    return out;
  }

  Bytes approves(const Domain& domain,
                 const StatementId& charter,
                 WallTime at,
                 std::size_t person) {
    Signoff out;
    out.head = world.head(org, person, at);
    out.subject = charter;
    out.subject_type = StatementType::charter;
    out.number = 2;
    out.valid_until = at + Seconds{24 * 3'600};
    out.language = "en";
    out.wording = 1;
    return wire::encode(world.sign(StatementType::signoff, out.head, wire::encode(out), domain));
  }
};

struct AuthorityStage : Stage {
  CoalitionNet::Device& dana;
  CoalitionNet::Device& mia;
  Charter first;
  Sixth sixth;

  AuthorityStage()
      : dana{net.admit_member("drivers", "dana")},
        mia{net.admit_member("bakers", "mia")},
        first{*net.of("choir").machine->charter()} {
    net.deliver();
    for (const CoalitionNet::Device* device : {&dana, &mia})
      devices.push_back(device->identity.keys->id);
    forge.go_to(net.now().wall);
    readers.front().store = *member.store;
    readers.back().store = *delegate.store;
    for (Beginning& reader : readers) reader.now = net.now();
  }

  Charter second() const {
    Charter next = first;
    next.version = 2;
    next.prev = StatementId{net.id().array()};
    next.effective_at = net.now().wall + Seconds{8};  // in the midst of what is told
    return next;
  }

  Strand amendment(std::string name, Who by, const Charter& next) {
    return forge.carried(std::move(name),
                         forge.sign(by, StatementType::charter, next),
                         {"choir", "drivers", "plumbers", "tenants"},
                         next.version);
  }

  Strand with_sixth() {
    Charter next = second();
    CharterOrg org{.id = sixth.org.id,
                   .slug = sixth.org.slug,
                   .name = sixth.org.manifest.name,
                   .kind = sixth.org.kind,
                   .standing = Standing::provisional,
                   .claims = {},
                   .checklists = {},
                   .sponsors = {net.org("choir"), net.org("drivers")},
                   .since = next.effective_at,
                   .is_solo = false};
    std::ranges::sort(org.sponsors);
    next.orgs.push_back(org);
    std::ranges::sort(next.orgs);
    Strand out = amendment("sixth", {"plumbers"}, next);
    const StatementId id = id_of(out.statements.front());
    for (const std::size_t person : {0U, 1U})
      out.statements.push_back(sixth.approves(net.domain(), id, forge.at(), person));
    std::ranges::move(sixth.card(forge.at()), std::back_inserter(out.statements));
    return out;
  }

  Strand manifest(std::string name, Manifest next, const std::vector<CoalitionNet::Device*>& also) {
    Strand out = forge.carried(std::move(name),
                               forge.sign({"drivers"}, StatementType::manifest, next),
                               {"drivers"},
                               next.version);
    const Forge::Word word{id_of(out.statements.front()),
                           StatementType::manifest,
                           Stance::approve,
                           false,
                           next.version};
    for (const CoalitionNet::Device* device : also)
      out.statements.push_back(forge.signoff(*device, word));
    return out;
  }

  Bytes entry(Who by, const StatementId& prev, const std::vector<Cutoff>& removes) {
    Roll roll;
    roll.head = forge.head(forge.device(by));
    roll.prev = prev;
    roll.removes = removes;
    return forge.sign_as(forge.device(by), StatementType::roll, roll);
  }

  StatementId last_entry(const CoalitionNet::Device& steward) const {
    StatementId last = StatementId::zero();
    std::uint64_t seq = 0;
    for (const StoredRow& row : kept_by(steward)) {
      const auto statement = wire::decode<Statement>(row.value);
      if (statement->type != StatementType::roll || statement->author != steward.identity.keys->id)
        continue;
      const auto roll = wire::decode<Roll>(statement->body);
      if (roll->head.seq < seq) continue;
      seq = roll->head.seq;
      last = statement->id();
    }
    return last;
  }
};

// Dana becomes a delegate of drivers and bo goes; dana signs what only delegates sign.
void add_rotation(Plot& plot, AuthorityStage& stage) {
  Forge& forge = stage.forge;
  CoalitionNet& net = stage.net;
  Manifest second =
      with_delegate(second_manifest(net, "drivers"), "dana", stage.dana.identity.keys->device);
  second.k = 3;
  Manifest third = second;
  plot.strands.push_back(stage.manifest("second", second, {&net.of("drivers", 2), &stage.dana}));
  third.prev = id_of(plot.strands.back().statements.front());
  third.version = 3;
  std::erase_if(third.delegates, [](const Delegate& each) { return each.handle == "bo"; });
  plot.strands.push_back(stage.manifest("third", third, {&net.of("drivers", 2), &stage.dana}));
  stage.story.propose();
  Strand proposal{
      "proposal",
      {net.of("plumbers").store->value(Table::statements, stage.story.proposal.view()).value()}};
  const Forge::Word word{stage.story.proposal, StatementType::proposal};
  for (const CoalitionNet::Device* device :
       {&net.of("drivers"), &net.of("drivers", 1), &stage.dana})
    proposal.statements.push_back(forge.signoff(*device, word));
  plot.strands.push_back(proposal);
  plot.strands.push_back(forge.freeze({"drivers", 0}, {"drivers", 1}, true));
}

void add_rolls(Plot& plot, AuthorityStage& stage) {
  const StatementId last = stage.last_entry(stage.net.of("bakers"));
  const DeviceId& mia = stage.mia.identity.keys->id;
  plot.strands.push_back({"remove", {stage.entry({"bakers"}, last, {Cutoff{mia, 0}})}});
  const DeviceId& dana = stage.dana.identity.keys->id;  // nobody whom bakers have
  const Bytes next = stage.entry({"bakers"}, last, {Cutoff{dana, 0}});
  plot.strands.push_back({"fork", {next, stage.entry({"bakers"}, id_of(next), {Cutoff{mia, 0}})}});
}

// A charter that lets manifests live longer, and a manifest that only it suits.
void add_longer_life(Plot& plot, AuthorityStage& stage) {
  CoalitionNet& net = stage.net;
  constexpr Seconds day{24 * 3'600};
  Charter next = stage.second();
  next.params.fresh.manifest = 300 * day;
  plot.strands.push_back(stage.amendment("longer life", {"drivers"}, next));
  Manifest second = second_manifest(net, "choir");
  for (const Seconds life : {250 * day, 50 * day}) {
    second.valid_until = net.now().wall + life;
    const Bytes drafted = stage.forge.sign({"choir"}, StatementType::manifest, second);
    plot.strands.push_back(stage.forge.carried("of such a life", drafted, {"choir"}, 2));
  }
}

void add_charters(Plot& plot, AuthorityStage& stage) {
  plot.strands.push_back(stage.with_sixth());
  Charter rival = stage.second();
  rival.params.start.min_lead = Seconds{90};
  plot.strands.push_back(stage.amendment("rival", {"choir"}, rival));
  Charter settling = rival;
  settling.version = 4;
  for (const std::size_t at : {plot.strands.size() - 2, plot.strands.size() - 1})
    settling.skips.push_back(id_of(plot.strands[at].statements.front()));
  std::ranges::sort(settling.skips);
  settling.effective_at += Seconds{20};
  plot.strands.push_back(stage.amendment("settling", {"tenants"}, settling));
}

void add_relays(Plot& plot, AuthorityStage& stage) {
  RelayCert cert;
  cert.link_key = LinkKey{LinkKey::Array{7}};
  cert.grant_key = GrantKey{GrantKey::Array{8}};
  cert.addresses = {Address{AddressKind::ipv4, {10, 0, 0, 1}, 7'000}};
  for (const Who who : {Who{"choir"}, Who{"tenants", 1}}) {
    cert.label = std::string{who.slug};
    cert.head = stage.forge.head(stage.forge.device(who));
    plot.strands.push_back(
        {"cert", {stage.forge.sign_as(stage.forge.device(who), StatementType::relay_cert, cert)}});
  }
  const RelayDrop drop{stage.forge.head(stage.net.of("bakers")), cert.link_key};
  plot.strands.push_back(
      {"drop", {stage.forge.sign_as(stage.net.of("bakers"), StatementType::relay_drop, drop)}});
}

// Others list dana too: choir in a draft alone, plumbers with her consent.
void add_poachers(Plot& plot, AuthorityStage& stage) {
  Forge& forge = stage.forge;
  for (const std::string_view slug : {"choir", "plumbers"}) {
    const Manifest next =
        with_delegate(second_manifest(stage.net, slug), "dora", stage.dana.identity.keys->device);
    const Bytes draft = forge.sign({slug}, StatementType::manifest, next);
    plot.strands.push_back({"poaching", {draft}});
    if (slug == "choir") continue;
    plot.strands.back() = forge.carried("poached", draft, {slug}, next.version);
    const Forge::Word word{
        id_of(draft), StatementType::manifest, Stance::approve, false, next.version};
    plot.strands.back().statements.push_back(forge.signoff(stage.dana, word));
  }
}

}  // namespace

TEST_CASE("order: rotations, amendments, rolls, freezes, evidence, relays") {
  AuthorityStage stage;
  Plot plot;
  add_charters(plot, stage);
  add_rotation(plot, stage);
  add_rolls(plot, stage);
  add_longer_life(plot, stage);
  add_relays(plot, stage);
  add_poachers(plot, stage);
  plot.strands.push_back(stage.forge.contradiction({"tenants", 1}));
  plot.strands.push_back(stage.forge.freeze({"bakers", 1}, {"bakers", 0}, false));
  stage.read(Seconds{20}, {Seconds{30}, Seconds{100}});
  obey_order(stage, plot, 900);
}

TEST_CASE("order: all a newcomer is told, from the first statement on") {
  AuthorityStage stage;
  Plot plot;
  add_charters(plot, stage);
  add_rotation(plot, stage);
  add_rolls(plot, stage);
  plot.strands.push_back(stage.forge.contradiction({"tenants", 1}));
  plot.strands.push_back(stage.forge.freeze({"bakers", 1}, {"bakers", 0}, true));
  // A founder who thinks better of it takes nothing back.
  const StatementId charter{stage.net.id().array()};
  const Forge::Word regret{charter, StatementType::charter, Stance::abstain, false, 1};
  Strand regrets{"regret", {}};
  for (const std::size_t person : {0U, 1U})
    regrets.statements.push_back(stage.forge.signoff(Who{"choir", person}, regret));
  plot.strands.push_back(regrets);
  Strand founding{"founding", {}};
  for (const StoredRow& row : kept_by(stage.net.of("choir")))
    founding.statements.push_back(row.value);
  for (Beginning& reader : stage.readers) reader.store = MemoryStore{};
  plot.always = founding;
  stage.read(Seconds{20}, {Seconds{30}, Seconds{100}});
  obey_order(stage, plot, 400);
}

// What an org that entered by an amendment is welcomed with (coalition.md §6): nobody it could ask
// instead is known to it yet.
TEST_CASE("order: a newcomer of an amended coalition ends in the charter that stands") {
  AuthorityStage stage;
  const Strand amended = stage.with_sixth();
  const StatementId second = id_of(amended.statements.front());
  std::vector<Bytes> state = stage.net.of("choir").machine->state();
  std::ranges::copy(amended.statements, std::back_inserter(state));
  Beginning& reader = stage.readers.front();
  reader.store = MemoryStore{};
  stage.read(Seconds{20}, {Seconds{30}, Seconds{100}});
  std::set<std::vector<std::string>> ends;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SeededRandom chance{seed};
    ends.insert(told(reader, {state}, stage.devices, chance));
  }
  REQUIRE(ends.size() == 1);
  const std::vector<std::string>& end = *ends.begin();
  CHECK(std::ranges::find(end, "charter " + second.short_hex()) != end.end());
  CHECK(
      std::ranges::none_of(end, [](const std::string& line) { return line.starts_with("waits"); }));
}

}  // namespace tocsin::tests
