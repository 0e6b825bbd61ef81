#include "core/coalition/agenda.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "core/coalition/freeze.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

using Until = std::optional<WallTime>;

struct Entry {
  const Accepted* about;
  Until until;
  std::size_t have = 0;
  std::size_t need = 0;
  bool is_join = false;
};

// Stopping is the own matter of one org: what others sign of it carries nothing there.
bool is_matter_of_author(const Stop& stop, const Accepted& subject) {
  const bool is_call = subject.statement.type == StatementType::call;
  if (stop.kind == StopKind::hold && (!is_call || stop.at == WallTime{})) return true;
  const auto is_own = [&](const Target& target) { return target.org == stop.head.org; };
  return !stop.targets.empty() && std::ranges::all_of(stop.targets, is_own);
}

// By a later one of its org.
bool is_replaced(const Accepted& about, const std::vector<const Accepted*>& all) {
  const Head& head = head_of(about.body);
  return std::ranges::any_of(all, [&](const Accepted* other) {
    const Head& said = head_of(other->body);
    return said.org == head.org && std::pair{said.at, other->id} > std::pair{head.at, about.id};
  });
}

bool has_ballot(const std::vector<Ballot>& ballots, const DelegateId& person) {
  return std::ranges::any_of(ballots,
                             [&](const Ballot& ballot) { return ballot.voter.delegate == person; });
}

class Agenda {
 public:
  Agenda(const Reading& reading, Now now) : in_{reading}, now_{now} {}

  std::vector<Entry> entries() const {
    std::vector<Entry> out;
    for (const auto& [type, open_until] : kinds) {
      for (const Accepted* about : in_.statements.of(type))
        if (const auto entry = entry_of(*about, open_until)) out.push_back(*entry);
    }
    std::ranges::sort(out, {}, [](const Entry& entry) {
      return std::tuple{is_drill(entry.about->statement.domain.mode),
                        entry.until.value_or(WallTime::max()),
                        head_of(entry.about->body).at,
                        entry.about->id};
    });
    return out;
  }

  Row row_of(const Entry& entry) const;

 private:
  // Nothing: not open. Open without a day: an empty one.
  using OpenUntil = std::optional<Until> (Agenda::*)(const Accepted&) const;

  struct Kind {
    StatementType type;
    OpenUntil open_until;
  };

  static const std::array<Kind, 8> kinds;

  std::optional<Entry> entry_of(const Accepted& about, OpenUntil open_until) const {
    if (!in_.need_signer(about)) return std::nullopt;
    Entry entry{&about, {}};
    if (!count(entry)) return std::nullopt;
    const auto until = (this->*open_until)(about);
    if (!until || !in_.may_approve(about, false, now_)) return std::nullopt;
    entry.until = *until;
    return entry;
  }

  // False: this person has answered.
  bool count(Entry& entry) const {
    const Accepted& about = *entry.about;
    const Mode mode = about.statement.domain.mode;
    const Ballots ballots = in_.counted_ballots(about.id);
    const OrgTally votes = tally_of(
        *in_.electorate, in_.own_org(), {about.id, about.statement.type, mode}, ballots.signoffs);
    entry.is_join = is_joined_by_us(about);
    entry.have = entry.is_join ? votes.joins() : votes.approvals.size();
    entry.need = votes.k;
    if (about.statement.type == StatementType::freeze) {
      const ThawCount thaws =
          count_thaw(in_.statements, *in_.electorate->manifest(in_.own_org()), about);
      entry.have = thaws.have;
      entry.need = thaws.need;
    }
    return !has_answered(entry, votes);
  }

  bool has_answered(const Entry& entry, const OrgTally& votes) const {
    const Accepted& about = *entry.about;
    const DeviceId& device = in_.identity.keys->id;
    const Voter* self = in_.electorate->voter(device);
    // Whom a manifest lists anew signs with that very device.
    if (self == nullptr) {
      const auto signoffs = in_.statements.about(about.id, StatementType::signoff);
      return std::ranges::any_of(signoffs, [&](const Accepted* signoff) {
        return signoff->as<Signoff>().head.author == device;
      });
    }
    if (has_ballot(votes.objections, self->delegate) ||
        has_ballot(votes.abstentions, self->delegate))
      return true;
    const bool is_passing = about.statement.type == StatementType::proposal ||
                            about.statement.type == StatementType::call;
    return std::ranges::any_of(votes.approvals, [&](const Ballot& ballot) {
      return ballot.voter.delegate == self->delegate &&
             (!is_passing || ballot.expires >= now_.wall) &&
             (!entry.is_join || ballot.signoff->value.has_join);
    });
  }

  bool is_joined_by_us(const Accepted& about) const {
    const Call* call = std::get_if<Call>(&about.body);
    return call != nullptr && !is_drill(about.statement.domain.mode) &&
           std::ranges::find(call->targets, in_.own_org(), &CallTarget::org) != call->targets.end();
  }

  bool is_full() const {
    const auto& full = in_.electorate->full();
    return std::ranges::find(full, in_.own_org()) != full.end();
  }

  std::optional<Until> of_proposal(const Accepted& about) const {
    if (!is_full()) return std::nullopt;
    const ProposalState state = proposal_standing(in_.picture(), about, now_.wall).state;
    if (state != ProposalState::draft && state != ProposalState::open) return std::nullopt;
    return Until{about.as<Proposal>().vote_by};
  }

  std::optional<Until> of_call(const Accepted& about) const {
    if (!is_full()) return std::nullopt;
    const CallStanding standing = call_standing(in_.picture(), about, now_.wall);
    if (standing.state != CallState::open) return std::nullopt;
    WallTime first = WallTime::max();
    for (const TargetStanding& target : standing.targets) first = std::min(first, target.t0);
    const Charter& charter = in_.electorate_of(about).charter().value;
    return Until{first - min_lead_of(charter, about.statement.domain.mode)};
  }

  std::optional<Until> of_stop(const Accepted& about) const {
    if (!is_full()) return std::nullopt;
    const Stop& stop = about.as<Stop>();
    const Accepted* subject = in_.statements.find(stop.subject);
    const Accepted* proposal = proposal_of(in_.statements, about.id);
    if (subject == nullptr || proposal == nullptr || is_over(*subject)) return std::nullopt;
    const bool is_ours = stop.head.org == in_.own_org();
    if (!is_ours && is_matter_of_author(stop, *subject)) return std::nullopt;
    const bool has_end = stop.kind == StopKind::hold || stop.kind == StopKind::pause;
    if (has_end && stop.at != WallTime{} && stop.at <= now_.wall) return std::nullopt;
    if (stop.form == EndForm::vote && stop.vote_by <= now_.wall) return std::nullopt;
    const StopWeight weight =
        weight_of(in_.picture(), about, ballots_for(in_.picture(), proposal->id));
    if (weight.by_rule || std::ranges::binary_search(weight.own, in_.own_org()))
      return std::nullopt;
    if (!in_.may_stop(stop, *subject, now_)) return std::nullopt;
    if (has_end && stop.at != WallTime{}) return Until{stop.at};
    return stop.form == EndForm::vote ? Until{stop.vote_by} : Until{};
  }

  // By what is known now: what was told last may have been told before something came.
  bool is_over(const Accepted& subject) const {
    if (subject.statement.type == StatementType::proposal) {
      const ProposalState state = proposal_standing(in_.picture(), subject, now_.wall).state;
      return state == ProposalState::ended || state == ProposalState::closed ||
             state == ProposalState::dead;
    }
    const CallState state = call_standing(in_.picture(), subject, now_.wall).state;
    return state == CallState::ended || state == CallState::closed || state == CallState::dead;
  }

  std::optional<Until> of_report(const Accepted& about) const {
    const Report& report = about.as<Report>();
    const Until until = report.as_of + in_.electorate->charter().value.params.fresh.report;
    if (*until <= now_.wall || in_.is_complete_report(about) ||
        is_replaced(about, in_.statements.of(StatementType::report)))
      return std::nullopt;
    return until;
  }

  std::optional<Until> of_debrief(const Accepted& about) const {
    const Debrief& debrief = about.as<Debrief>();
    const Accepted* call = in_.statements.find(debrief.call);
    if (call == nullptr || complete_since(in_.picture(), about)) return std::nullopt;
    if (is_replaced(about, in_.statements.about(debrief.call, StatementType::debrief)))
      return std::nullopt;
    const CallStanding standing = call_standing(in_.picture(), *call, now_.wall);
    if (standing.state != CallState::ended || !standing.closing) return std::nullopt;
    return Until{standing.closing->due};
  }

  // This device approves one draft of a version and never another.
  std::optional<Until> of_chain(const Accepted& about) const {
    const Charter* charter = std::get_if<Charter>(&about.body);
    const bool is_decided =
        in_.lineage->place_of(about.id) || in_.lineage->complete().contains(about.id);
    if (is_decided || (charter != nullptr && !is_full())) return std::nullopt;
    const StatementId chain{charter != nullptr ? in_.anchor().array()
                                               : about.as<Manifest>().head.org.array()};
    const std::uint32_t version =
        charter != nullptr ? charter->version : about.as<Manifest>().version;
    const StatementId promised = in_.slots.promised({about.statement.type, chain, version});
    if (!promised.is_zero() && promised != about.id) return std::nullopt;
    if (charter == nullptr) return Until{};
    return Until{charter->effective_at - in_.lineage->charters().last().value.params.start.hold};
  }

  std::optional<Until> of_thaw(const Accepted& about) const {
    const StatementId& freeze = about.as<Freeze>().thaw;
    const bool stands =
        !freeze.is_zero() && std::ranges::any_of(in_.exclusions.frozen, [&](const auto& frozen) {
          return frozen.second == freeze;
        });
    return stands ? std::optional{Until{}} : std::nullopt;
  }

  const Reading& in_;
  Now now_;
};

constexpr std::array<Agenda::Kind, 8> Agenda::kinds{
    {{StatementType::proposal, &Agenda::of_proposal},
     {StatementType::call, &Agenda::of_call},
     {StatementType::stop, &Agenda::of_stop},
     {StatementType::report, &Agenda::of_report},
     {StatementType::debrief, &Agenda::of_debrief},
     {StatementType::charter, &Agenda::of_chain},
     {StatementType::manifest, &Agenda::of_chain},
     {StatementType::freeze, &Agenda::of_thaw}}};

// What people know it by.
std::string name_of(const Reading& in, const Accepted& about) {
  const auto title = [&](const StatementId& id) {
    const Accepted* proposal = proposal_of(in.statements, id);
    if (proposal == nullptr || proposal->as<Proposal>().title.empty()) return std::string{};
    return proposal->as<Proposal>().title.front();
  };
  const auto versioned = [](const std::string& name, std::uint32_t version) {
    return name + ", version " + std::to_string(version);
  };
  if (const Report* report = std::get_if<Report>(&about.body))
    return "period " + std::to_string(report->period);
  if (const Debrief* debrief = std::get_if<Debrief>(&about.body)) return title(debrief->call);
  if (const Charter* charter = std::get_if<Charter>(&about.body))
    return versioned(charter->name, charter->version);
  if (const Manifest* manifest = std::get_if<Manifest>(&about.body))
    return versioned(manifest->name, manifest->version);
  const Freeze* thaw = std::get_if<Freeze>(&about.body);
  if (thaw == nullptr) return title(about.id);
  const Accepted* freeze = in.statements.find(thaw->thaw);
  return freeze == nullptr ? "" : in.freeze_row(*freeze).text("person").value_or("");
}

Row Agenda::row_of(const Entry& entry) const {
  const Accepted& about = *entry.about;
  const std::string id = about.id.short_hex();
  Row row{"to_sign"};
  const bool is_thaw = about.statement.type == StatementType::freeze;
  row.set("type", is_thaw ? std::string_view{"thaw"} : type_name(about.statement.type))
      .set("id", Value{about.id.bytes()})
      .set("mode", word(about.statement.domain.mode));
  if (const Stop* stop = std::get_if<Stop>(&about.body))
    row.set("stop", word(stop->kind)).set("subject", Value{stop->subject.bytes()});
  row.set("title", name_of(in_, about)).set("at", Value{head_of(about.body).at});
  if (entry.until) row.set("until", Value{*entry.until});
  row.set("org", in_.electorate->org(in_.own_org())->slug)
      .set("have", entry.have)
      .set("need", entry.need)
      .set("join", entry.is_join);
  row.set("next", "tocsin review " + id + (entry.is_join ? "; tocsin join " + id : ""));
  return row;
}

}  // namespace

std::vector<Row> agenda_rows(const Reading& reading, Now now) {
  std::vector<Row> rows;
  if (!reading.electorate || reading.electorate->org(reading.own_org()) == nullptr ||
      reading.own_residence() == nullptr)
    return rows;
  const Agenda agenda{reading, now};
  const std::vector<Entry> entries = agenda.entries();
  for (const Entry& entry : entries) {
    if (rows.size() < limits::agenda_rows_max) rows.push_back(agenda.row_of(entry));
  }
  if (const std::size_t left = entries.size() - rows.size(); left > 0)
    rows.push_back(Row{"to_sign_more"}.set("left_out", left));
  return rows;
}

}  // namespace tocsin::coalition
