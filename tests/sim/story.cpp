#include "tests/sim/story.h"

#include <algorithm>

#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/coalition/compile.h"
#include "core/wire/decision_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::sim {
namespace {

constexpr Millis try_again{5'000};

// "maple orbit kettle sand violin crane" -> "sand violin crane"
std::string last_three(const std::string& words) {
  std::size_t at = words.size();
  for (int left = 3; left > 0; --left) at = words.rfind(' ', at - 1);
  return words.substr(at + 1);
}

Texts in_all(const Charter& charter, const std::string& text) {
  return Texts(charter.languages.size(), text);
}

const Row* row_of(const Answer& answer, std::string_view kind) {
  const auto found =
      std::ranges::find_if(answer.rows, [&](const Row& row) { return row.kind() == kind; });
  return found == answer.rows.end() ? nullptr : &*found;
}

// Asked again while the machine is down, as a person would.
Answer charter_shown(World& world, NodeIndex who) {
  for (int tries = 0; tries < 200; ++tries) {
    Answer shown = world.ask(who, "charter show");
    if (shown.exit == Exit::ok) return shown;
    world.run_for(try_again);
  }
  ENSURE(!"a machine never came back");
}

std::vector<OrgId> org_ids(World& world, NodeIndex who, const std::vector<std::string>& slugs) {
  std::vector<OrgId> ids(slugs.size(), OrgId::zero());
  for (const Row& row : charter_shown(world, who).rows) {
    const auto at = std::ranges::find(slugs, row.text("slug").value_or(""));
    if (row.kind() == "org" && at != slugs.end())
      ids[static_cast<std::size_t>(at - slugs.begin())] =
          OrgId::from(row.bytes("org").value()).value();
  }
  return ids;
}

std::vector<Cell> claims_of(World& world, NodeIndex who, const std::string& slug) {
  std::vector<Cell> cells;
  for (const Row& row : charter_shown(world, who).rows) {
    if (row.kind() != "org" || row.text("slug").value_or("") != slug) continue;
    for (const std::string& claim : row.texts("claims")) {
      const std::size_t slash = claim.find('/');
      cells.push_back(Cell{claim.substr(0, slash), claim.substr(slash + 1), ""});
    }
  }
  return cells;
}

}  // namespace

Answer Story::insist(NodeIndex who, const std::string& verb, const Row& arguments) {
  for (int tries = 0; tries < 200; ++tries) {
    Answer answer = world_.ask(who, verb, arguments);
    if (answer.exit != Exit::later) return answer;
    world_.run_for(try_again);
  }
  ENSURE(!"a machine never came back");
}

void Story::talk(std::size_t messages) {
  const auto everyone = cast_.everyone();
  for (std::size_t i = 0; i < messages; ++i) {
    const bool is_member = i % 4 == 3 && !cast_.members.empty();
    const Person& person = is_member ? cast_.members[i % cast_.members.size()]
                                     : cast_.delegates[i * 7 % cast_.delegates.size()];
    const std::string channel = is_member || i % 3 == 0 ? "org" : "assembly";
    const std::string text =
        "message " + std::to_string(deeds_.said.size()) + " of " + person.handle;
    const Answer sent =
        insist(person.node, "send", Row{}.set("channel", channel).set("text", text));
    if (sent.exit == Exit::ok)
      deeds_.said.push_back(Deeds::Said{person.node, channel, person.org, text});
    world_.run_for(Millis{700});
  }
}

// Words and the review window are fetched anew when a machine died in between.
Row Story::reviewed(NodeIndex who, const std::string& subject) {
  for (int tries = 0; tries < 50; ++tries) {
    const Answer review = insist(who, "review", Row{}.set("subject", subject));
    if (review.exit == Exit::usage) {  // not here yet
      world_.run_for(try_again);
      continue;
    }
    ENSURE(review.exit == Exit::ok);
    const Row& shown = *row_of(review, "review");
    world_.run_for(review_wait);
    Row out = Row{}.set("subject", subject);
    out.set("words", last_three(shown.text("words").value()));
    out.set("spoken", shown.text("org").value() + " " + shown.text("action").value());
    return out;
  }
  ENSURE(!"a subject never came");
}

Answer Story::live(NodeIndex who,
                   const std::string& verb,
                   const std::string& subject,
                   const Row& arguments) {
  for (int tries = 0; tries < 50; ++tries) {
    Row typed = reviewed(who, subject);
    for (const auto& [name, value] : arguments.fields()) typed.set(name, value);
    Answer done = world_.ask(who, verb, typed);
    if (done.exit == Exit::ok) return done;
    world_.run_for(try_again);
  }
  ENSURE(!"a live act was never done");
}

void Story::confirm(NodeIndex who, const std::string& subject, bool has_join) {
  live(who, "confirm", subject, Row{}.set("stance", "approve").set("join", has_join));
}

void Story::stop(const std::string& verb,
                 const std::vector<std::size_t>& orgs,
                 const Row& arguments) {
  std::set<NodeIndex>& signers = deeds_.stopped[verb];
  for (const std::size_t org : orgs) {
    for (const Person& person : cast_.delegates_of(org)) signers.insert(person.node);
  }
  const NodeIndex author = cast_.delegates_of(orgs.front()).front().node;
  Row with_reason = arguments;
  with_reason.set("reason", "agreed");
  const Answer drafted = live(author, verb, deeds_.call, with_reason);
  const std::string id = hex_encode(drafted.rows.front().bytes("id").value());
  for (const std::size_t org : orgs) {
    for (const Person& person : cast_.delegates_of(org))
      if (person.node != author) confirm(person.node, id, false);
  }
}

void Story::hold_own(NodeIndex who) {
  const Row row = Row{}.set("subject", deeds_.call).set("own", true).set("reason", "wait");
  ENSURE(insist(who, "hold", row).exit == Exit::ok);
}

std::string Story::freeze(std::size_t org) {
  const auto people = cast_.delegates_of(org);
  const Row row = Row{}.set("who", people[0].handle).set("reason", "the laptop was stolen");
  const Answer done = insist(people[1].node, "freeze", row);
  ENSURE(done.exit == Exit::ok);
  return hex_encode(done.rows.front().bytes("id").value());
}

void Story::thaw(std::size_t org, const std::string& freeze) {
  live(cast_.delegates_of(org)[1].node, "thaw", freeze, Row{});
}

void Story::contradict(NodeIndex who, NodeIndex finder) {
  const auto ack = [&](const char* level) {
    const Row row = Row{}.set("subject", deeds_.call).set("level", level);
    ENSURE(insist(who, "ack", row).exit == Exit::ok);
  };
  const tests::MemoryStore stolen = world_.machine(who).store;
  ack("reviewed");
  constexpr Millis known_soon{20'000};
  world_.run_for(known_soon);
  deeds_.liars.insert(row_of(insist(who, "status", {}), "self")->bytes("device").value());
  const tests::MemoryStore own = world_.machine(who).store;
  world_.cut({who});
  world_.restore(who, stolen);
  ack("declined");
  const Snapshot kept = world_.machine(who).store.snapshot();
  for (const StoredRow& row : kept.of(Table::statements)) {
    if (stolen.value(Table::statements, row.key)) continue;
    const auto signed_there = wire::decode<Statement>(row.value).value();
    const Proof proof = coalition::assemble(ProofKind::state, {signed_there}).value();
    const Row file = Row{}.set("bytes", Value{wire::encode(proof)});
    ENSURE(insist(finder, "import", file).exit == Exit::ok);
  }
  world_.restore(who, own);
  world_.heal();
}

void Story::propose() {
  const NodeIndex author = cast_.delegates.front().node;
  const auto ids = org_ids(world_, author, cast_.slugs);
  const WallTime now = world_.now().wall;
  Proposal proposal;
  proposal.action = "rally";
  for (const std::size_t org : {0U, 1U}) {
    for (const Cell& cell : claims_of(world_, author, cast_.slugs[org]))
      proposal.targets.push_back(Target{ids[org], cell});
  }
  std::ranges::sort(proposal.targets);
  Charter languages;
  languages.languages = {"en", "es"};
  proposal.demands = {Demand{DemandKind::win,
                             "the council",
                             DemandOrigin::contract,
                             in_all(languages, "a contract"),
                             in_all(languages, "signed")}};
  for (Texts* text : {&proposal.title,
                      &proposal.summary,
                      &proposal.why_now,
                      &proposal.after_plan,
                      &proposal.safety_cover})
    *text = in_all(languages, "plain words");
  proposal.not_before = now;
  proposal.not_after = now + hour * 48;
  proposal.vote_by = now + hour * 12;
  proposal.max_duration = hour * 24;
  const Row arguments = Row{}.set("body", Value{wire::encode(proposal)});
  const Answer drafted = insist(author, "draft proposal", arguments);
  ENSURE(drafted.exit == Exit::ok);
  deeds_.proposal = hex_encode(drafted.rows.front().bytes("id").value());
}

void Story::sign_proposal(std::size_t orgs) {
  for (std::size_t org = 0; org < orgs; ++org) {
    for (const Person& person : cast_.delegates_of(org)) {
      deeds_.approved_proposal.insert(
          person.node);  // before the act: a crash may hide that it was done
      confirm(person.node, deeds_.proposal, false);
    }
  }
}

void Story::call(Seconds lead) {
  const NodeIndex author = cast_.delegates.front().node;
  const auto ids = org_ids(world_, author, cast_.slugs);
  Call call;
  call.proposal = StatementId::from(hex_decode(deeds_.proposal).value()).value();
  const WallTime t0 = world_.now().wall + lead;
  for (const std::size_t org : {0U, 1U}) {
    for (const Cell& cell : claims_of(world_, author, cast_.slugs[org]))
      call.targets.push_back(CallTarget{ids[org], cell, t0});
  }
  std::ranges::sort(call.targets);
  call.instructions = Texts(2, "come to the square");
  call.public_after = t0;
  for (int tries = 0; tries < 50; ++tries) {
    const Answer drafted =
        insist(author, "draft call", Row{}.set("body", Value{wire::encode(call)}));
    if (drafted.exit == Exit::ok) {
      deeds_.call = hex_encode(drafted.rows.front().bytes("id").value());
      deeds_.t0 = t0;
      return;
    }
    world_.run_for(try_again);  // the hold is not over, or the mandate is still on its way
  }
  ENSURE(!"the call could not be drafted");
}

void Story::sign_call(std::size_t orgs) {
  for (std::size_t org = 0; org < orgs; ++org) {
    for (const Person& person : cast_.delegates_of(org)) {
      deeds_.approved_call.insert(person.node);
      confirm(person.node, deeds_.call, org < 2);
    }
  }
}

std::string state_of(World& world, NodeIndex who, const std::string& subject) {
  const Answer answer = world.ask(who, "status", Row{}.set("subject", subject));
  for (const Row& row : answer.rows) {
    if (row.kind() == "proposal" || row.kind() == "call") return row.text("state").value_or("");
  }
  return "";
}

std::string target_state(World& world,
                         NodeIndex who,
                         const std::string& call,
                         const std::string& slug) {
  const Answer answer = world.ask(who, "status", Row{}.set("subject", call));
  for (const Row& row : answer.rows) {
    if (row.kind() == "target" && row.text("slug").value_or("") == slug)
      return row.text("state").value_or("");
  }
  return "";
}

}  // namespace tocsin::sim
