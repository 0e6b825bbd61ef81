// The verbs. A machine answers its own group; what crosses machines is in founding.cpp and
// mesh.cpp. Levels are checked here once, from one table.
#include <algorithm>
#include <array>

#include "core/coalition/rows.h"
#include "core/model/limits/node.h"
#include "core/model/words.h"
#include "core/node/state.h"
#include "core/node/verbs.h"
#include "core/wire/record_codec.h"

namespace tocsin {
namespace {

bool is_level_enough(Level has, Level needs) {
  return static_cast<int>(has) >= static_cast<int>(needs);
}

}  // namespace

const HubVerb* hub_verb(std::string_view verb) {
  const auto found = std::ranges::find(hub_verbs, verb, &HubVerb::verb);
  return found == hub_verbs.end() ? nullptr : &*found;
}

void Node::State::command(RequestId request, const Command& command, Now now, Outbox& outbox) {
  auto rows = answer(command, now, outbox);
  if (!rows) {
    outbox.respond(request, answer_of(rows.error()));
    return;
  }
  const bool waits = rows->size() == 1 && rows->front().kind() == "waiting";
  if (!waits) {
    outbox.respond(request, answer_of(*std::move(rows)));
    return;
  }
  const auto id = EnvelopeId::from(rows->front().bytes("envelope").value_or(Bytes{}));
  if (id) waiting_sends.emplace(*id, request);
}

Reply<Rows> Node::State::answer(const Command& command, Now now, Outbox& outbox) {
  if (const HubVerb* verb = hub_verb(command.verb)) {
    if (!is_level_enough(command.level, verb->level))
      return refuse(
          Exit::permission, "E_STEP_UP", "this act needs the passphrase in the same request");
    if (verb->needs_role == HubVerb::Needs::relay && !is_relay())
      return refuse(Exit::usage,
                    "E_ROLE",
                    "only a relay answers this",
                    "run it on the box, or with --profile of the relay");
    if (verb->needs_role == HubVerb::Needs::node && is_relay())
      return refuse(Exit::usage,
                    "E_ROLE",
                    "a relay has no channel, no key and no say",
                    "run it on your own node");
    return (this->*verb->run)(command, now, outbox);
  }
  if (is_relay())
    return refuse(
        Exit::usage, "E_ROLE", "a relay does not know this verb", "run it on your own node");
  if (!identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  const auto about = about_export(command, now, outbox);
  if (!about) return tl::unexpected<Refusal>{about.error()};
  if (*about) return readiness_verb(**about, now, outbox);
  if (coalition::Coalition::owns(command.verb)) {
    auto done = coalition.command(command, now, outbox);
    if (!done) return tl::unexpected<Refusal>{done.error()};
    told.emplace_back(std::move(done->out));
    return std::move(done->rows);
  }
  if (readiness::Readiness::owns(command.verb)) return readiness_verb(command, now, outbox);
  return refuse(Exit::usage, "E_VERB", "no such verb");
}

readiness::Surroundings Node::State::surroundings(Now now) const {
  readiness::Surroundings around{coalition.charter(), {}};
  for (const coalition::PublishedReport& report : coalition.reports())
    around.reports.push_back(
        readiness::Published{report.org, report.slug, report.report, report.org_time});
  for (const coalition::OwnAction& action : coalition.own_actions(now.wall))
    around.actions.push_back(
        readiness::OwnAction{action.proposal, action.first_t0, action.closed_at});
  around.are_cells_frozen = coalition.has_pending_target(now.wall);
  if (!identity.has_coalition()) return around;
  const ChannelPolicy policy{own_org(), ChannelKind::org, identity.org};
  const auto members = coalition.audience(policy, coalition.current(policy));
  const auto* audience = std::get_if<Audience>(&members);
  if (audience == nullptr) return around;
  for (const Member& member : *audience) {
    around.people.push_back(member.person);
    if (member.is_delegate)
      around.delegates.push_back(readiness::Delegate{member.device, member.person});
  }
  return around;
}

Reply<Rows> Node::State::readiness_verb(const Command& command, Now now, Outbox& outbox) {
  const readiness::Surroundings around = surroundings(now);
  auto done = readiness.command(command, around, now, outbox);
  if (!done) return tl::unexpected<Refusal>{done.error()};
  if (done->post) return post_export(*std::move(done), now, outbox);
  if (done->shared) tell_list(*done->shared, done->rows, now, outbox);
  if (!done->report) return std::move(done->rows);
  auto published = coalition.publish_report(*done->report, now, outbox);
  if (!published) return tl::unexpected<Refusal>{published.error()};
  told.emplace_back(std::move(published->out));
  std::ranges::move(published->rows, std::back_inserter(done->rows));
  return std::move(done->rows);
}

void Node::State::wake_readiness(Now now, Outbox& outbox) {
  readiness::Done done = readiness.wake(surroundings(now), now, outbox);
  journal_all(std::move(done.rows), now, outbox);
  std::vector<Row> untold;
  if (done.shared) tell_list(*done.shared, untold, now, outbox);
}

// What is done is done on this device all the same; the rows say if the others are not told.
void Node::State::tell_list(const readiness::SharedList& list,
                            std::vector<Row>& rows,
                            Now now,
                            Outbox& outbox) {
  for (const Bytes& body : list.bodies) {
    auto sent = channels.send(list.channel, RecordType::list_row, body, false, now, outbox);
    if (!sent) {
      Row row{"not_shared"};
      row.set("channel", Value{list.channel.bytes()}).set("code", sent.error().code);
      rows.push_back(row.set("reason", sent.error().reason));
      return;
    }
    told.emplace_back(std::move(sent->second));
  }
}

// What cannot be told to the other delegates is not done.
Reply<Rows> Node::State::post_export(readiness::Done done, Now now, Outbox& outbox) {
  auto sent = channels.send(
      own_org(), RecordType::list_export, wire::encode(*done.post), false, now, outbox);
  if (!sent) return tl::unexpected<Refusal>{sent.error()};
  told.emplace_back(std::move(sent->second));
  if (done.post->step == ExportStep::ask) {
    const RecordId& id = sent->first.record;
    done.rows.front()
        .set("id", Value{id.bytes()})
        .set("words", six_words_text(WordList::drill, id.view()));
  }
  return std::move(done.rows);
}

// An ask to write the list out is no statement, but is read and confirmed by the same verbs.
Reply<std::optional<Command>> Node::State::about_export(const Command& command,
                                                        Now now,
                                                        Outbox& outbox) {
  constexpr std::array verbs{"show", "review", "words", "confirm"};
  const std::string subject = command.arguments.text("subject").value_or("");
  const bool is_about = std::ranges::find(verbs, command.verb) != verbs.end() && !subject.empty() &&
                        readiness.names_export(subject);
  if (!is_about) return std::optional<Command>{};
  const Command look{"show", Row{}.set("subject", subject), Level::read};
  const auto statement = coalition.command(look, now, outbox);
  if (statement || statement.error().code == "E_PREFIX")
    return refuse(Exit::usage, "E_PREFIX", "two things begin so", "type more of its digits");
  return std::optional{Command{"roster export " + command.verb, command.arguments, command.level}};
}

Reply<Rows> Node::State::events_since(const Command& command, Now, Outbox&) {
  return journal.since(command.arguments.integer("since").value_or(0), limits::events_page);
}

Row Node::State::self() const {
  Row row{"self"};
  row.set("role", is_relay() ? "relay" : "node").set("cursor", journal.last());
  if (!identity.has_keys()) return row;
  row.set("mode", is_rehearsal(identity.mode) ? "rehearsal" : "actual")
      .set("handle", identity.handle);
  row.set("device", Value{identity.keys->id.bytes()});
  if (identity.has_coalition()) row.set("coalition", Value{identity.coalition.bytes()});
  if (identity.org.is_zero()) return row;
  row.set("org", Value{identity.org.bytes()}).set("is_delegate", is_delegate_here());
  Rows named{row};
  name_orgs(named);
  return named.front();
}

Reply<Rows> Node::State::status(const Command& command, Now now, Outbox& outbox) {
  Rows rows;
  const bool has_subject = command.arguments.has("subject") || command.arguments.has("draft");
  if (is_relay()) {
    rows.push_back(self());
    std::ranges::move(gossip.relay_status(now, outbox), std::back_inserter(rows));
    return rows;
  }
  if (!has_subject) {
    rows.push_back(self());
    rows.push_back(gossip.summary(now));
    std::ranges::move(gossip.links(now), std::back_inserter(rows));
  }
  if (!identity.has_keys()) return rows;
  auto done = coalition.command(command, now, outbox);
  if (!done) {
    if (has_subject) return tl::unexpected<Refusal>{done.error()};
    return rows;  // no coalition yet: the rows above are all there is
  }
  told.emplace_back(std::move(done->out));
  std::ranges::move(done->rows, std::back_inserter(rows));
  if (!has_subject) add_export_asks(rows, now, outbox);
  return rows;
}

// Another's ask to write the list out waits for a delegate like what the coalition's agenda lists.
void Node::State::add_export_asks(Rows& rows, Now now, Outbox& outbox) {
  if (!is_delegate_here()) return;
  const auto asks = readiness_verb(Command{"roster exports", Row{}, Level::read}, now, outbox);
  if (!asks) return;
  const auto persons = surroundings(now).delegates;
  const auto own = std::ranges::find(persons, identity.keys->id, &readiness::Delegate::device);
  for (const Row& ask : *asks) {
    const std::string asked_by = ask.text("asked_by").value_or("");
    const bool is_own = ask.flag("is_own") || own == persons.end() || asked_by == own->person;
    if (is_own || !ask.texts("agreed").empty()) continue;
    const auto id = RecordId::from(ask.bytes("id").value_or(Bytes{}));
    const auto until = ask.time("until");
    if (!id || !until) continue;
    Row row{"to_sign"};
    row.set("type", ask.text("type").value_or(""))
        .set("id", Value{id->bytes()})
        .set("mode", coalition::word(identity.mode));
    row.set("title", "asked by " + asked_by).set("until", Value{*until});
    row.set("have", 1).set("need", 2).set("next", "tocsin review " + id->short_hex());
    rows.push_back(std::move(row));
  }
}

}  // namespace tocsin
