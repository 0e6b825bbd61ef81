#include "tests/sim/story.h"

#include <algorithm>

#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/wire/decision_codec.h"

namespace tocsin::sim {
namespace {

constexpr Millis try_again{5'000};
constexpr Millis review_wait{10'500};
constexpr std::chrono::hours hour{1};

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
void Story::confirm(NodeIndex who, const std::string& subject, bool has_join) {
  for (int tries = 0; tries < 50; ++tries) {
    const Answer review = insist(who, "review", Row{}.set("subject", subject));
    if (review.exit == Exit::usage) {  // not here yet
      world_.run_for(try_again);
      continue;
    }
    ENSURE(review.exit == Exit::ok);
    const Row& shown = *row_of(review, "review");
    world_.run_for(review_wait);
    Row arguments;
    arguments.set("subject", subject).set("stance", "approve").set("join", has_join);
    arguments.set("words", last_three(shown.text("words").value()));
    arguments.set("spoken", shown.text("org").value() + " " + shown.text("action").value());
    const Answer signed_off = world_.ask(who, "confirm", arguments);
    if (signed_off.exit == Exit::ok) return;
    world_.run_for(try_again);
  }
  ENSURE(!"a delegate could not confirm");
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

void Story::call() {
  const NodeIndex author = cast_.delegates.front().node;
  const auto ids = org_ids(world_, author, cast_.slugs);
  Call call;
  call.proposal = StatementId::from(hex_decode(deeds_.proposal).value()).value();
  const WallTime t0 = world_.now().wall + hour * 2;
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

}  // namespace tocsin::sim
