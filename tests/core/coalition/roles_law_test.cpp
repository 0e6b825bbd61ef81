// Who is sent what, and whose word on what is taken: every role by every kind of statement. The
// tables are written from decisions.md §1 and decisions.md §3; a machine is asked for each square.
#include <functional>

#include "core/coalition/coalition.h"
#include "core/coalition/reach.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/amendments.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

enum class Role : std::uint8_t {
  delegate,
  steward,
  member,
  provisional,
  observer,
  closed,
  frozen,
  outsider
};

struct Standard {
  Role role;
  const char* name;
};

constexpr Standard roles[] = {{Role::delegate, "delegate"},
                              {Role::steward, "steward"},
                              {Role::member, "member"},
                              {Role::provisional, "delegate of a provisional org"},
                              {Role::observer, "delegate of an observer"},
                              {Role::closed, "delegate of an org that left"},
                              {Role::frozen, "frozen delegate"},
                              {Role::outsider, "outsider"}};

NetOptions of_eight() {
  NetOptions options;
  options.orgs = 8;
  options.delegates = 3;
  return options;
}

// Eight orgs: the fifth union is an observer now, the sixth provisional, the seventh has left. Bo
// of the plumbers is frozen; the drivers have a steward, dana, and a member, eli.
struct Cast {
  CoalitionNet net{of_eight()};
  CoalitionNet elsewhere{NetOptions{.seed = 2}};
  CoalitionNet::Device* dana = nullptr;
  CoalitionNet::Device* eli = nullptr;

  Cast() {
    dana = &net.admit_member("drivers", "dana");
    eli = &net.admit_member("drivers", "eli");
    net.deliver();
    Manifest stewards = manifest_at(net.of("drivers"), net.org("drivers"));
    stewards.stewards = {Steward{"dana", {dana->identity.keys->id}, {"depot"}}};
    approve(net, drafted(net, "drivers", stewards), {"drivers"});
    Charter next = amendment(net);
    for (CharterOrg& org : next.orgs) {
      if (org.slug == "union-5") org.standing = Standing::observer;
      if (org.slug == "union-6") org.standing = Standing::provisional;
    }
    approve(net,
            drafted(net, "choir", next),
            {"bakers", "choir", "drivers", "plumbers", "tenants", "union-5", "union-7"});
    Manifest last = manifest_at(net.of("union-7"), net.org("union-7"));
    last.is_closed = true;
    approve(net, drafted(net, "union-7", last), {"union-7"});
    net.pass(Seconds{61});
    REQUIRE(charter_version_at(net, "choir") == 2);
    freeze(net, net.of("plumbers"), "bo");
    net.deliver();
  }

  CoalitionNet::Device& of(Role role) {
    switch (role) {
      case Role::delegate:
        return net.of("tenants");
      case Role::steward:
        return *dana;
      case Role::member:
        return *eli;
      case Role::provisional:
        return net.of("union-6");
      case Role::observer:
        return net.of("union-5");
      case Role::closed:
        return net.of("union-7");
      case Role::frozen:
        return net.of("plumbers", 1);
      case Role::outsider:
        return elsewhere.of("choir");
    }
    return *eli;
  }

  CoalitionNet::Device& asked() { return net.of("choir"); }
};

// --- sent to ---

// A kind of statement as it goes round, with whom it goes to.
struct Sent {
  const char* name;
  StatementType type;
  coalition::Reach reach;
  StatementType subject = StatementType::proposal;  // of a sign-off
  AckLevel level = AckLevel::received;              // of an ack
};

constexpr coalition::Reach to_all = coalition::Reach::all;
constexpr coalition::Reach to_delegates = coalition::Reach::delegates;

constexpr Sent objects[] = {
    {"charter", StatementType::charter, to_all},
    {"manifest", StatementType::manifest, to_all},
    {"roll", StatementType::roll, to_all},
    {"freeze or thaw", StatementType::freeze, to_all},
    {"proposal", StatementType::proposal, to_delegates},
    {"call that is not certified", StatementType::call, to_delegates},
    {"stop", StatementType::stop, to_all},
    {"ack received", StatementType::ack, to_delegates},
    {"ack reviewed", StatementType::ack, to_delegates, {}, AckLevel::reviewed},
    {"ack cascaded", StatementType::ack, to_delegates, {}, AckLevel::cascaded},
    {"ack committed", StatementType::ack, to_delegates, {}, AckLevel::committed},
    {"ack declined", StatementType::ack, to_delegates, {}, AckLevel::declined},
    {"ack out", StatementType::ack, to_all, {}, AckLevel::out},
    {"ack stood_down", StatementType::ack, to_all, {}, AckLevel::stood_down},
    {"report", StatementType::report, to_delegates},
    {"debrief", StatementType::debrief, to_delegates},
    {"relay_cert", StatementType::relay_cert, to_delegates},
    {"relay_drop", StatementType::relay_drop, to_delegates},
    {"sign-off on a charter", StatementType::signoff, to_all, StatementType::charter},
    {"sign-off on a manifest", StatementType::signoff, to_all, StatementType::manifest},
    {"sign-off on a thaw", StatementType::signoff, to_all, StatementType::freeze},
    {"sign-off on a stop", StatementType::signoff, to_all, StatementType::stop},
    {"sign-off on a proposal", StatementType::signoff, to_delegates, StatementType::proposal},
    {"sign-off on a call", StatementType::signoff, to_delegates, StatementType::call},
    {"sign-off on a report", StatementType::signoff, to_delegates, StatementType::report},
    {"sign-off on a debrief", StatementType::signoff, to_delegates, StatementType::debrief},
};

// The kind is all in the frame, but for sign-offs and acks, which are read.
Statement sample(const CoalitionNet::Device& author, const Domain& domain, const Sent& sent) {
  const Head head = head_by(author, wall_from_ms(founding_ms), 7);
  if (sent.type == StatementType::signoff) {
    Signoff value;
    value.head = head;
    value.subject = StatementId{{1}};
    value.subject_type = sent.subject;
    value.valid_until = head.at + day_ms;
    return signed_as(author, domain, sent.type, value);
  }
  if (sent.type == StatementType::ack) {
    Ack value;
    value.head = head;
    value.call = StatementId{{1}};
    value.level = sent.level;
    return signed_as(author, domain, sent.type, value);
  }
  return Statement{domain, sent.type, head.author, {}, {}};
}

// Who reads the assembly, and who the channel of the own org.
struct Reads {
  bool assembly;
  bool own_org;
};

Reads expected_reads(Role role) {
  switch (role) {
    case Role::delegate:
      return {true, true};
    case Role::steward:
    case Role::member:
    case Role::provisional:
    case Role::observer:
      return {false, true};
    case Role::closed:
    case Role::frozen:
    case Role::outsider:
      return {false, false};
  }
  return {false, false};
}

bool is_sent(const Sent& sent, const Reads& reads) {
  return reads.assembly || (sent.reach == to_all && reads.own_org);
}

// --- taken from ---

// One statement of each type, as a program without guards would sign it.
std::vector<Statement> one_of_each(Cast& cast, const CoalitionNet::Device& by) {
  CoalitionNet& net = cast.net;
  std::uint64_t seq = 900;
  std::vector<Statement> out;
  const auto sign = [&](StatementType type, auto value) {
    value.head = head_by(by, net.now().wall, seq++);
    out.push_back(signed_as(by, net.domain(), type, value));
  };
  const bool is_ours = by.slug != "choir";
  const OrgId org = is_ours ? net.org(by.slug) : net.org("drivers");
  const Charter standing = *cast.asked().machine->charter();
  Charter charter = standing;
  charter.version = 3;
  charter.prev = *cast.asked().machine->charter_id();
  charter.effective_at = net.now().wall + Seconds{600};
  sign(StatementType::charter, charter);
  Manifest manifest = manifest_at(cast.asked(), org);
  manifest.prev = StatementId::zero();
  for (const StoredRow& row : kept_by(cast.asked())) {
    const Statement kept = wire::decode<Statement>(row.value).value();
    if (kept.type == StatementType::manifest &&
        wire::encode(manifest_at(cast.asked(), org)) == kept.body)
      manifest.prev = kept.id();
  }
  ++manifest.version;
  sign(StatementType::manifest, manifest);
  sign(StatementType::roll, Roll{{}, StatementId::zero(), {}, {Cutoff{DeviceId{{9}}, 1}}});
  const auto person = std::ranges::find(manifest.delegates, "chi", &Delegate::handle);
  sign(StatementType::freeze, Freeze{{}, person->id, StatementId::zero(), "why"});
  CoalitionStory story{net};
  Proposal proposal = story.proposal_body();
  sign(StatementType::proposal, proposal);
  Signoff signoff;
  signoff.subject = out.back().id();
  signoff.valid_until = net.now().wall + day_ms;
  sign(StatementType::signoff, signoff);
  Call call = story.call_body();
  call.proposal = signoff.subject;
  sign(StatementType::call, call);
  Stop stop;
  stop.subject = signoff.subject;
  stop.kind = StopKind::abort;
  sign(StatementType::stop, stop);
  Ack ack;
  ack.call = call.proposal;
  sign(StatementType::ack, ack);
  sign(StatementType::report, net.counts_of("drivers"));
  Debrief debrief;
  debrief.call = call.proposal;
  debrief.planned = debrief.happened = debrief.why = debrief.keep = debrief.change = "text";
  debrief.outcomes = {DemandOutcome::met};
  sign(StatementType::debrief, debrief);
  RelayCert cert;
  cert.link_key = LinkKey{{3}};
  cert.grant_key = GrantKey{{4}};
  cert.label = "box";
  cert.addresses = {Address{AddressKind::ipv4, {10, 0, 0, 9}, 7000}};
  sign(StatementType::relay_cert, cert);
  sign(StatementType::relay_drop, RelayDrop{{}, LinkKey{{3}}});
  return out;
}

bool is_shown(Cast& cast, const StatementId& id) {
  return cast.net.act(cast.asked(), "show", Row{}.set("subject", id.hex()), Level::read)
      .has_value();
}

// Only devices that are or were delegates' sign, except acks and roll entries, which stewards sign
// too. What a frozen person signs is kept, for it may hold something back; it starts nothing.
bool expected_taken(Role role, StatementType type) {
  switch (role) {
    case Role::delegate:
    case Role::provisional:
    case Role::observer:
    case Role::closed:
    case Role::frozen:
      return true;
    case Role::steward:
      return type == StatementType::ack || type == StatementType::roll;
    case Role::member:
    case Role::outsider:
      return false;
  }
  return false;
}

}  // namespace

TEST_CASE(
    "role by object matrix: each kind of statement goes to whom the page says, for all roles") {
  Cast cast;
  for (const Standard& standard : roles) {
    INFO(standard.name);
    CoalitionNet::Device& device = cast.of(standard.role);
    const Reads expected = expected_reads(standard.role);
    const OrgId org = device.identity.org;
    const ChannelPolicy own{org_channel(cast.net.id(), org), ChannelKind::org, org};
    const Reads found{reads(cast.net, cast.asked(), device, assembly_of(cast.net)),
                      reads(cast.net, cast.asked(), device, own)};
    CHECK(found.assembly == expected.assembly);
    CHECK(found.own_org == expected.own_org);
    for (const Sent& sent : objects) {
      INFO(sent.name);
      const Statement statement = sample(cast.asked(), cast.net.domain(), sent);
      CHECK(coalition::reach_of(statement) == sent.reach);
      Sent as_found = sent;
      as_found.reach = coalition::reach_of(statement);
      CHECK(is_sent(as_found, found) == is_sent(sent, expected));
    }
  }
}

// Nothing comes of it but where a free delegate of a full org speaks, and then one approval.
void check_proposal(Cast& cast, Role role, const StatementId& proposal) {
  const auto rows =
      cast.net.act(cast.asked(), "status", Row{}.set("subject", proposal.hex()), Level::read);
  if (!rows) return;  // it was not taken
  for (const Row& row : *rows) {
    if (row.kind() != "org") continue;
    const bool counts = role == Role::delegate && row.text("slug") == cast.of(role).slug;
    CHECK(row.integer("approvals").value() == (counts ? 1 : 0));
  }
  CHECK(row_of(*rows, "proposal").text("state").value() == "DRAFT");
}

TEST_CASE("role by object matrix: whose word is taken and counts, for all roles and types") {
  Cast cast;
  for (const Standard& standard : roles) {
    INFO(standard.name);
    const std::vector<Statement> said = one_of_each(cast, cast.of(standard.role));
    for (const Statement& statement : said) {
      INFO(type_name(statement.type));
      const auto taken = cast.net.accept(cast.asked(), wire::encode(statement));
      INFO((taken ? std::string{"taken, or waits"} : std::string{taken.error().what.view()}));
      CHECK(is_shown(cast, statement.id()) == expected_taken(standard.role, statement.type));
    }
    check_proposal(cast,
                   standard.role,
                   std::ranges::find(said, StatementType::proposal, &Statement::type)->id());
  }
}

}  // namespace tocsin::tests
