#include "tests/sim/invariants.h"

#include <algorithm>

#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::sim {
namespace {

// The simulated charter: a rally needs more than half of five full orgs, for mandate and call
// alike.
constexpr std::size_t orgs_needed = 3;
constexpr std::size_t target_orgs = 2;

// The seq of the Head that every governance body begins with.
std::optional<std::uint64_t> seq_of(const Statement& statement) {
  const auto of = [](const auto& decoded) -> std::optional<std::uint64_t> {
    if (!decoded) return std::nullopt;
    return decoded->head.seq;
  };
  switch (statement.type) {
    case StatementType::proposal:
      return of(wire::decode<Proposal>(statement.body));
    case StatementType::signoff:
      return of(wire::decode<Signoff>(statement.body));
    case StatementType::call:
      return of(wire::decode<Call>(statement.body));
    case StatementType::stop:
      return of(wire::decode<Stop>(statement.body));
    case StatementType::ack:
      return of(wire::decode<Ack>(statement.body));
    case StatementType::roll:
      return of(wire::decode<Roll>(statement.body));
    case StatementType::relay_cert:
      return of(wire::decode<RelayCert>(statement.body));
    default:
      return std::nullopt;  // made once, at founding, or not in this story
  }
}

std::set<std::string> texts_read(World& world,
                                 NodeIndex who,
                                 const std::string& channel,
                                 Complaint& complaint) {
  std::set<std::string> texts;
  std::set<Bytes> records;
  std::int64_t cursor = 0;
  while (true) {
    const Answer page = world.ask(who, "read", Row{}.set("channel", channel).set("since", cursor));
    std::size_t messages = 0;
    for (const Row& row : page.rows) {
      if (row.kind() != "message") continue;
      ++messages;
      cursor = std::max(cursor, row.integer("cursor").value());
      texts.insert(row.text("text").value());
      // A text may be there twice: its author's machine died after the commit, and the person, who
      // saw no answer, said it again. A record may not.
      if (!records.insert(row.bytes("record").value()).second)
        complaint = "node " + std::to_string(who) + " read a message twice";
    }
    if (messages == 0) return texts;
  }
}

}  // namespace

// An org approves when each of its two delegates did: k is 2 of 2.
std::size_t Invariants::orgs_complete(const std::set<NodeIndex>& approved) const {
  std::size_t complete = 0;
  for (std::size_t org = 0; org < cast_.slugs.size(); ++org) {
    const auto people = cast_.delegates_of(org);
    if (std::ranges::all_of(people,
                            [&](const Person& person) { return approved.contains(person.node); }))
      ++complete;
  }
  return complete;
}

Complaint Invariants::check(NodeIndex who) {
  if (auto complaint = no_mandate_before_its_rule(who)) return complaint;
  return no_call_before_its_rule(who);
}

Complaint Invariants::no_mandate_before_its_rule(NodeIndex who) {
  for (std::size_t i = notices_seen_[who]; i < world_.machine(who).notices.size(); ++i) {
    const Row& event = world_.machine(who).notices[i];
    const bool is_mandate = event.text("event").value_or("") == "proposal.state" &&
                            event.text("to").value_or("") == "MANDATED";
    if (is_mandate && orgs_complete(deeds_.approved_proposal) < orgs_needed)
      return "node " + std::to_string(who) + " shows a mandate that the rule does not prove";
  }
  return std::nullopt;
}

Complaint Invariants::no_call_before_its_rule(NodeIndex who) {
  std::size_t& seen = notices_seen_[who];
  for (; seen < world_.machine(who).notices.size(); ++seen) {
    const Row& event = world_.machine(who).notices[seen];
    const std::string to = event.text("to").value_or("");
    if (event.text("event").value_or("") != "call.state") continue;
    if (auto complaint = no_change_without_cause(who, to)) return complaint;
    if (to != "CALLED" && to != "IN_EFFECT") continue;
    if (orgs_complete(deeds_.approved_call) < std::max(orgs_needed, target_orgs))
      return "node " + std::to_string(who) + " shows a call that the rule does not prove";
  }
  return std::nullopt;
}

Complaint Invariants::no_change_without_cause(NodeIndex who, const std::string& to) const {
  const auto carried_by = [&](const char* verb) {
    const auto found = deeds_.stopped.find(verb);
    return found == deeds_.stopped.end() ? 0 : orgs_complete(found->second);
  };
  const bool is_early = to == "IN_EFFECT" && world_.now().wall < deeds_.t0;
  const bool is_unasked = (to == "PAUSED" && carried_by("pause") == 0) ||
                          (to == "ENDED" && carried_by("end") < target_orgs) ||
                          (to == "DEAD" && carried_by("abort") == 0);
  if (!is_early && !is_unasked) return std::nullopt;
  return "node " + std::to_string(who) + " shows the call as " + to + " without cause";
}

Complaint Invariants::every_acknowledged_text_is_read_once() {
  Complaint complaint;
  const auto check_channel = [&](const Person& person, const std::string& channel) {
    const auto texts = texts_read(world_, person.node, channel, complaint);
    for (const Deeds::Said& said : deeds_.said) {
      const bool is_here =
          said.channel == channel && (channel == "assembly" || said.org == person.org);
      if (is_here && !texts.contains(said.text))
        complaint =
            "node " + std::to_string(person.node) + " misses in " + channel + ": " + said.text;
      if (!is_here && texts.contains(said.text) && said.channel != channel)
        complaint = "node " + std::to_string(person.node) +
                    " reads what is not of its channel: " + said.text;
    }
  };
  for (const Person& person : cast_.delegates) {
    check_channel(person, "assembly");
    check_channel(person, "org");
  }
  for (const Person& person : cast_.members) {
    if (world_.ask(person.node, "read", Row{}.set("channel", "assembly")).exit == Exit::ok &&
        !texts_read(world_, person.node, "assembly", complaint).empty())
      return "a member reads the assembly";
    // What was said before a member joined is not for him; the story talks only after that.
    check_channel(person, "org");
  }
  return complaint;
}

Complaint Invariants::all_hold_the_same_envelopes() {
  std::optional<std::vector<Bytes>> first;
  std::vector<NodeIndex> all = cast_.everyone();
  all.insert(all.end(), cast_.relays.begin(), cast_.relays.end());
  for (const NodeIndex who : all) {
    std::vector<Bytes> ids;
    const Snapshot kept = world_.machine(who).store.snapshot();
    for (const StoredEnvelope& envelope : kept.envelopes) ids.push_back(envelope.id.bytes());
    std::ranges::sort(ids);
    if (!first) first = ids;
    if (*first != ids)
      return "node " + std::to_string(who) + " holds " + std::to_string(ids.size()) +
             " envelopes, another " + std::to_string(first->size());
  }
  return std::nullopt;
}

Complaint Invariants::the_call_is(const std::set<std::string>& states) {
  for (const NodeIndex who : cast_.everyone()) {
    const std::string state = state_of(world_, who, deeds_.call);
    if (!states.contains(state))
      return "node " + std::to_string(who) + " shows the call as " + state;
  }
  return std::nullopt;
}

Complaint Invariants::the_target_is(std::size_t org, const std::string& state) {
  for (const NodeIndex who : cast_.everyone()) {
    const std::string shown = target_state(world_, who, deeds_.call, cast_.slugs[org]);
    if (shown != state)
      return "node " + std::to_string(who) + " shows the target of " + cast_.slugs[org] + " as " +
             shown + ", not " + state;
  }
  return std::nullopt;
}

Complaint Invariants::all_show_frozen(std::size_t persons) {
  for (const NodeIndex who : cast_.everyone()) {
    const Answer answer = world_.ask(who, "status");
    const auto frozen =
        std::ranges::count_if(answer.rows, [](const Row& row) { return row.kind() == "freeze"; });
    if (frozen != static_cast<std::ptrdiff_t>(persons))
      return "node " + std::to_string(who) + " shows " + std::to_string(frozen) + " frozen, not " +
             std::to_string(persons);
  }
  return std::nullopt;
}

Complaint Invariants::all_have_evidence() {
  for (const NodeIndex who : cast_.everyone()) {
    std::set<Bytes> accused;
    for (const Row& row : world_.ask(who, "evidence").rows)
      accused.insert(row.bytes("device").value());
    if (accused != deeds_.liars)
      return "node " + std::to_string(who) + " has evidence against " +
             std::to_string(accused.size()) + " devices, not " +
             std::to_string(deeds_.liars.size());
  }
  return std::nullopt;
}

Complaint Invariants::relays_hold_no_channel_state() {
  const std::set<Table> allowed{Table::link_keys,
                                Table::mesh_list,
                                Table::receipts,
                                Table::events,
                                Table::peers,
                                Table::upkeep};
  for (const NodeIndex relay : cast_.relays) {
    const Snapshot kept = world_.machine(relay).store.snapshot();
    for (const auto& [table, rows] : kept.rows) {
      if (!allowed.contains(table) && !rows.empty())
        return "relay " + std::to_string(relay) + " keeps rows of table " +
               std::to_string(static_cast<int>(table));
    }
  }
  return std::nullopt;
}

Complaint Invariants::no_slot_was_promised_twice() {
  std::map<std::pair<Bytes, std::uint64_t>, StatementId> slots;
  for (const NodeIndex who : cast_.everyone()) {
    const Snapshot kept = world_.machine(who).store.snapshot();
    for (const StoredRow& row : kept.of(Table::statements)) {
      const auto statement = wire::decode<Statement>(row.value);
      const auto seq = statement ? seq_of(*statement) : std::nullopt;
      if (!seq) continue;
      if (deeds_.liars.contains(statement->author.bytes())) continue;
      const auto [known, is_new] =
          slots.emplace(std::pair{statement->author.bytes(), *seq}, statement->id());
      if (!is_new && known->second != statement->id())
        return "two contents in one slot, seen at node " + std::to_string(who);
    }
  }
  return std::nullopt;
}

}  // namespace tocsin::sim
