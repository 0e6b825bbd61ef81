// review, confirm, withdraw, join: how a delegate's decision becomes a sign-off. What was shown at
// the review is what the sign-off says was shown.
#include <algorithm>
#include <charconv>

#include "core/coalition/checklist.h"
#include "core/coalition/freeze.h"
#include "core/coalition/roll.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/coalition/wording.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<Stance> stance_of(const std::string& text) {
  for (const Stance stance : {Stance::approve, Stance::object, Stance::abstain}) {
    if (text == word(stance)) return stance;
  }
  return std::nullopt;
}

Reply<std::vector<std::uint32_t>> demands_in(const Row& arguments,
                                             const Accepted& subject,
                                             Stance stance) {
  std::vector<std::uint32_t> out;
  const Proposal* proposal = std::get_if<Proposal>(&subject.body);
  if (proposal == nullptr || stance != Stance::approve) return out;
  const auto count = static_cast<std::uint32_t>(proposal->demands.size());
  if (!arguments.has("demands")) {
    for (std::uint32_t i = 0; i < count; ++i) out.push_back(i);
    return out;
  }
  for (const std::string& text : arguments.texts("demands")) {
    std::uint32_t index = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || index >= count)
      return refuse(Exit::usage,
                    "E_DEMAND",
                    count == 1 ? "this proposal has one demand, number 1"
                               : "its demands are numbered from 1 to " + std::to_string(count),
                    "tocsin matrix " + subject.id.short_hex());
    out.push_back(index);
  }
  std::ranges::sort(out);
  const auto twice = std::ranges::unique(out);
  out.erase(twice.begin(), twice.end());
  return out;
}

// Numbered as the screens do it; the sign-off itself counts from 0.
std::vector<Row> ratified_rows(const Accepted& subject, const Signoff& signoff) {
  std::vector<Row> rows;
  const Proposal* proposal = std::get_if<Proposal>(&subject.body);
  if (proposal == nullptr) return rows;
  for (const std::uint32_t index : signoff.demands) {
    const Demand& demand = proposal->demands[index];
    rows.push_back(Row{}
                       .set("number", index + 1)
                       .set("demand", demand.kind == DemandKind::win ? "win" : "stop")
                       .set("text", demand.text.empty() ? std::string{} : demand.text.front()));
  }
  return rows;
}

// In the template's language, like a founding.
Result<Wording> wording_of_amendment(const Picture& picture, const Signed<Charter>& next) {
  const Charter* prev = picture.statements.find_as<Charter>(next.value.prev);
  if (prev == nullptr) return wording(next);
  return wording(next, *prev);
}

Result<Wording> wording_of(const Picture& picture,
                           const Accepted& subject,
                           std::string_view language) {
  const Accepted* named = proposal_of(picture.statements, subject.id);
  const Picture decided = named == nullptr ? picture : picture.under(named->as<Proposal>().charter);
  const Charter& charter = decided.electorate.charter().value;
  if (std::holds_alternative<Report>(subject.body))
    return wording(charter, signed_of<Report>(subject), language);
  if (std::holds_alternative<Charter>(subject.body))
    return wording_of_amendment(picture, signed_of<Charter>(subject));
  if (std::holds_alternative<Manifest>(subject.body)) return wording(signed_of<Manifest>(subject));
  if (const Freeze* freeze = std::get_if<Freeze>(&subject.body))
    return wording(charter,
                   signed_of<Freeze>(subject),
                   handle_of(picture.electorate, freeze->head.org, freeze->delegate),
                   language);
  const Accepted* proposal = proposal_of(picture.statements, subject.id);
  if (proposal == nullptr)
    return fail(Errc::not_found, "the proposal it belongs to is not here yet");
  const Signed<Proposal> about = signed_of<Proposal>(*proposal);
  if (std::holds_alternative<Call>(subject.body))
    return wording(charter, about, signed_of<Call>(subject), language);
  if (std::holds_alternative<Debrief>(subject.body))
    return wording(charter, about, signed_of<Debrief>(subject), language);
  if (std::holds_alternative<Stop>(subject.body))
    return wording(charter, about, signed_of<Stop>(subject), language);
  return wording(charter, about, language);
}

// What is typed after the org's short name.
std::string action_of(const Statements& statements, const StatementId& subject) {
  const Accepted* found = statements.find(subject);
  if (found != nullptr && std::holds_alternative<Charter>(found->body)) return "charter";
  if (found != nullptr && std::holds_alternative<Manifest>(found->body)) return "manifest";
  if (found != nullptr && std::holds_alternative<Freeze>(found->body)) return "thaw";
  const Accepted* proposal = proposal_of(statements, subject);
  return proposal == nullptr ? std::string{} : proposal->as<Proposal>().action;
}

// Of a chain; 0 of everything else.
std::uint32_t version_of(const Body& body) {
  if (const Charter* charter = std::get_if<Charter>(&body)) return charter->version;
  if (const Manifest* manifest = std::get_if<Manifest>(&body)) return manifest->version;
  return 0;
}

bool is_target_org(const Accepted& subject, const OrgId& org) {
  if (const Call* call = std::get_if<Call>(&subject.body))
    return std::ranges::find(call->targets, org, &CallTarget::org) != call->targets.end();
  if (const Proposal* proposal = std::get_if<Proposal>(&subject.body))
    return std::ranges::find(proposal->targets, org, &Target::org) != proposal->targets.end();
  return false;
}

}  // namespace

Reply<const Accepted*> Reading::subject(const Row& arguments) const {
  const auto prefix = arguments.text("subject");
  if (!prefix)
    return refuse(Exit::usage, "E_USAGE", "which object? Its id, or the first digits of it");
  const auto id = statements.by_prefix(*prefix);
  if (!id) return refuse(id.error());
  return statements.find(*id);
}

Reply<void> Reading::need_delegate(std::optional<StatementType> about) const {
  const Resident* self = own_residence();
  if (self != nullptr && self->is_delegate && electorate->org(own_org()) != nullptr)
    return may_sign(about);
  return refuse(Reason::delegate,
                Exit::permission,
                "only a delegate's device signs this",
                "a delegate of your org would have to do it");
}

// Whom a new manifest lists signs it too.
Reply<void> Reading::need_signer(const Accepted& about) const {
  const Manifest* draft = std::get_if<Manifest>(&about.body);
  const bool is_listed = draft != nullptr && draft->head.org == own_org() &&
                         electorate->org(own_org()) != nullptr &&
                         is_delegate_device(*draft, identity.keys->id);
  return is_listed ? Reply<void>{} : need_delegate(about.statement.type);
}

Reply<void> Coalition::State::review(const Row& arguments, Step& step) {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  if (auto may = need_signer(about); !may) return may;
  const StatementType type = about.statement.type;
  const Mode mode = about.statement.domain.mode;
  const Charter& charter = electorate->charter().value;
  const std::string language = arguments.text("language").value_or(charter.languages.front());
  const auto shown = wording_of(picture(), about, language);
  if (!shown) return refuse(shown.error());
  const WallTime opens = is_rehearsal(mode) ? step.now.wall : step.now.wall + limits::review_wait;
  const Review& window = reviews.open(
      about.id,
      Review{opens, opens + limits::review_window, language, wording_version, shown->shown},
      step.now.wall,
      step.outbox);
  Row row{"review"};
  row.set("id", Value{about.id.bytes()}).set("type", type_name(type)).set("mode", word(mode));
  row.set("words", words_of(about.id, type, mode))
      .set("list", has_live_words(type, mode) ? "live" : "drill");
  row.set("language", language)
      .set("opens_at", Value{window.opens_at})
      .set("closes_at", Value{window.closes_at});
  row.set("org", electorate->org(own_org())->slug).set("action", action_of(statements, about.id));
  const Freeze* freeze = std::get_if<Freeze>(&about.body);
  row.set("act", freeze != nullptr && freeze->thaw.is_zero() ? "thaw" : "confirm");
  set_checklists(row, about);
  row.set("is_target", is_target_org(about, own_org())).set("text", shown->text);
  row.set("wording", wording_version).set("shown", Value{to_bytes(ByteView{shown->shown})});
  step.rows.push_back(std::move(row));
  Row subject_row{};
  subject_row.set("subject", about.id.hex());
  Step detail{step.now, step.outbox, {}, {}};
  if (auto told = status(subject_row, detail); !told) return told;
  for (Row& more : detail.rows) {
    if (more.kind() == "lack" || more.kind() == "org" || more.kind() == "objection")
      step.rows.push_back(std::move(more));
  }
  return {};
}

Reply<Review> Reading::ready_to_sign(const Accepted& about, const Row& arguments, Now now) const {
  auto window = reviews.need(about.id, now.wall);
  if (!window) return window;
  const StatementType type = about.statement.type;
  const std::string remedy = "the words stand in: tocsin words " + about.id.short_hex();
  if (!are_words_of(arguments.text("words").value_or(""),
                    {about.id, type, about.statement.domain.mode},
                    Typed::last_three))
    return refuse(
        Exit::usage, "E_WORDS", "these are not the last three words of this object", remedy);
  const std::string spoken =
      electorate->org(own_org())->slug + " " + action_of(statements, about.id);
  if (type != StatementType::report &&
      lower(arguments.text("spoken").value_or("")) != lower(spoken))
    return refuse(
        Exit::usage, "E_WORDS", "organization and action do not match", "type: " + spoken);
  return window;
}

// Whoever joins answers the own org's checklists; a drill asks nobody to.
Reply<std::vector<ChecklistEntry>> Reading::checklist_for(const Row& arguments,
                                                          const Accepted& about,
                                                          bool with_join) const {
  auto checklist = checklist_in(arguments);
  if (!checklist || !with_join || is_drill(about.statement.domain.mode)) return checklist;
  const auto pack = pack_in(arguments);
  if (!pack) return tl::unexpected<Refusal>{pack.error()};
  return attest(*electorate->org(own_org()), *std::move(checklist), *pack);
}

// For whom reads of a target of the own org: which checklists it answers, and by what day.
void Reading::set_checklists(Row& row, const Accepted& about) const {
  const CharterOrg* org = electorate->org(own_org());
  if (org == nullptr || !is_target_org(about, org->id) || is_drill(about.statement.domain.mode))
    return;
  std::optional<WallTime> first;
  if (const Call* call = std::get_if<Call>(&about.body)) {
    for (const CallTarget& target : call->targets)
      if (target.org == org->id) first = std::min(first.value_or(target.t0), target.t0);
  } else {
    first = about.as<Proposal>().not_before;
  }
  row.set("checklists", Value{org->checklists}).set("first_t0", Value{*first});
}

Reply<void> Coalition::State::confirm(const Row& arguments, Step& step) {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  const Accepted& about = **found;
  if (auto may = need_signer(about); !may) return may;
  const auto stance = stance_of(arguments.text("stance").value_or(""));
  if (!stance) return refuse(Exit::usage, "E_USAGE", "a decision is approve, object or abstain");
  const bool with_join = arguments.flag("join");
  const bool is_always_checked = about.statement.type == StatementType::report ||
                                 about.statement.type == StatementType::freeze;
  if (*stance == Stance::approve || is_always_checked) {
    if (auto may = may_approve(about, with_join, step.now); !may) return may;
  }
  auto window = ready_to_sign(about, arguments, step.now);
  if (!window) return tl::unexpected<Refusal>{window.error()};
  Signoff signoff;
  signoff.stance = *stance;
  signoff.has_join =
      with_join && *stance == Stance::approve && about.statement.type == StatementType::call;
  signoff.reason = arguments.text("reason").value_or("");
  if (*stance == Stance::object && signoff.reason.empty())
    return refuse(Exit::usage, "E_USAGE", "an objection says why", "--reason");
  auto demands = demands_in(arguments, about, *stance);
  if (!demands) return tl::unexpected<Refusal>{demands.error()};
  auto checklist = checklist_for(arguments, about, signoff.has_join);
  if (!checklist) return tl::unexpected<Refusal>{checklist.error()};
  signoff.demands = *std::move(demands);
  signoff.checklist = *std::move(checklist);
  signoff.language = window->language;
  signoff.wording = window->wording;
  signoff.shown = window->shown;
  auto done = sign_off(about, std::move(signoff), step);
  if (done) reviews.close(about.id, step.outbox);
  return done;
}

// Everything that can be refused was refused before.
Reply<void> Coalition::State::sign_off(const Accepted& about, Signoff signoff, Step& step) {
  const Manifest* manifest = electorate->manifest(own_org());
  const StatementId subject_id = about.id;
  const StatementType type = about.statement.type;
  const Mode mode = about.statement.domain.mode;
  signoff.subject = subject_id;
  signoff.subject_type = type;
  signoff.valid_until = step.now.wall + electorate->charter().value.params.fresh.signoff;
  // Expired authority may repair: a charter or manifest outlives who signed it.
  const std::uint32_t version = version_of(about.body);
  if (version == 0)
    signoff.valid_until = std::min(signoff.valid_until, electorate->ends(own_org()));
  signoff.number = version;
  if (version > 0 && signoff.stance == Stance::approve) {
    if (auto kept = promise_version(about, version, step); !kept) return kept;
  }
  signoff.seen = seen_by(about);
  Row row{"signed"};
  row.set("id", Value{subject_id.bytes()}).set("type", type_name(type)).set("mode", word(mode));
  row.set("as", own_residence()->person).set("org", electorate->org(own_org())->slug);
  row.set("stance", word(signoff.stance))
      .set("join", signoff.has_join)
      .set("valid_until", Value{signoff.valid_until});
  if (auto ratified = ratified_rows(about, signoff); !ratified.empty())
    row.set("ratifies", Value{std::move(ratified)});
  const StatementId own = issue(StatementType::signoff, mode, Body{std::move(signoff)}, step);
  const Ballots ballots = counted_ballots(subject_id);
  const Tally votes = tally(*electorate, {subject_id, type, mode}, ballots.signoffs);
  const OrgTally* org = votes.of(own_org());
  row.set("signoff", Value{own.bytes()});
  if (type == StatementType::freeze) {
    const ThawCount count = count_thaw(statements, *manifest, about);
    row.set("have", count.have).set("need", count.need);
  } else {
    row.set("have", org == nullptr ? 0 : org->approvals.size()).set("need", manifest->k);
    row.set("objections", org == nullptr ? 0 : org->objections.size());
  }
  step.rows.push_back(std::move(row));
  return {};
}

// Kept before the sign-off leaves: never two drafts of one version.
Reply<void> Coalition::State::promise_version(const Accepted& about,
                                              std::uint32_t version,
                                              Step& step) {
  const Manifest* manifest = std::get_if<Manifest>(&about.body);
  const StatementId chain{manifest == nullptr ? anchor().array() : manifest->head.org.array()};
  const ChainSlot slot{about.statement.type, chain, version};
  if (const auto kept = slots.promise(slot, about.id, step.outbox); !kept)
    return refuse(Reason::slot,
                  Exit::held,
                  "this device has approved another draft of this version",
                  "draft one that skips both, then approve that");
  return {};
}

Reply<void> Coalition::State::withdraw(const Row& arguments, Step& step) {
  Row as_confirm = arguments;
  as_confirm.set("stance", "abstain").set("join", false);
  auto done = confirm(as_confirm, step);
  if (done) step.rows.back().set("withdrawn", true);
  return done;
}

Reply<void> Coalition::State::join(const Row& arguments, Step& step) {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  if ((*found)->statement.type != StatementType::call)
    return refuse(Exit::usage, "E_TYPE", "only a call is joined", "tocsin status");
  const std::string decision = arguments.text("decision").value_or("");
  Row as_confirm = arguments;
  if (decision == "approve") {
    as_confirm.set("stance", "approve").set("join", true);
    return confirm(as_confirm, step);
  }
  if (decision != "decline") return refuse(Exit::usage, "E_USAGE", "join with approve or decline");
  as_confirm.set("stance", "abstain").set("join", false);
  const StatementId call_id = (*found)->id;
  auto done = confirm(as_confirm, step);
  if (done) acknowledge(call_id, AckLevel::declined, step);
  return done;
}

}  // namespace tocsin::coalition
