#include "core/wire/decision_codec.h"

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/link.h"
#include "core/wire/address_codec.h"
#include "core/wire/decision.pb.h"
#include "core/wire/pb_parts.h"

namespace tocsin::wire {
namespace {

constexpr PbChild cell_in_second[] = {{2, &leaf_shape}};
constexpr PbShape target_shape{cell_in_second};
constexpr PbChild demand_children[] = {{4, &leaf_shape}};
constexpr PbShape demand_shape{demand_children};
constexpr PbChild proposal_children[] = {
    {1, &leaf_shape}, {4, &target_shape}, {5, &demand_shape}, {6, &leaf_shape}};
constexpr PbShape proposal_shape{proposal_children};
constexpr PbChild signoff_children[] = {{1, &leaf_shape}, {14, &leaf_shape}};
constexpr PbShape signoff_shape{signoff_children};
constexpr PbChild call_children[] = {{1, &leaf_shape}, {6, &target_shape}, {7, &leaf_shape}};
constexpr PbShape call_shape{call_children};
constexpr PbChild stop_children[] = {{1, &leaf_shape}, {4, &target_shape}};
constexpr PbShape stop_shape{stop_children};
constexpr PbChild head_only[] = {{1, &leaf_shape}};
constexpr PbShape head_shape{head_only};

Target read_target(PbReader& in, const pb::Target& from) {
  return Target{in.present_id<OrgId>(from.org()), read_cell(in, from.cell())};
}

void write_target(pb::Target& to, const Target& target) {
  to.set_org(id_field(target.org));
  write_cell(*to.mutable_cell(), target.cell);
}

Demand read_demand(PbReader& in, const pb::Demand& from) {
  Demand demand;
  demand.kind = in.choice(from.kind(), DemandKind::win, DemandKind::stop);
  demand.addressee = in.text(from.addressee(), limits::addressee_bytes_max);
  demand.origin = in.choice(from.origin(), DemandOrigin::contract, DemandOrigin::community);
  in.require(static_cast<std::size_t>(from.texts_size()) <= limits::languages_max,
             Error{Errc::limit_exceeded, "a demand in too many languages"});
  for (const pb::DemandText& text : from.texts()) {
    demand.text.push_back(in.text(text.text(), limits::demand_bytes_max));
    demand.met_when.push_back(in.text(text.met_when(), limits::demand_bytes_max));
  }
  return demand;
}

void write_demand(pb::Demand& to, const Demand& demand) {
  ENSURE(demand.text.size() == demand.met_when.size());
  to.set_kind(static_cast<std::uint32_t>(demand.kind));
  to.set_addressee(demand.addressee);
  to.set_origin(static_cast<std::uint32_t>(demand.origin));
  for (std::size_t i = 0; i < demand.text.size(); ++i) {
    pb::DemandText& text = *to.add_texts();
    text.set_text(demand.text[i]);
    text.set_met_when(demand.met_when[i]);
  }
}

void read_texts(PbReader& in, const pb::Proposal& from, Proposal& proposal) {
  in.require(static_cast<std::size_t>(from.texts_size()) <= limits::languages_max,
             Error{Errc::limit_exceeded, "a proposal in too many languages"});
  for (const pb::ProposalText& text : from.texts()) {
    proposal.title.push_back(in.text(text.title(), limits::title_bytes_max));
    proposal.summary.push_back(in.text(text.summary(), limits::summary_bytes_max));
    proposal.why_now.push_back(in.text(text.why_now(), limits::passage_bytes_max));
    proposal.after_plan.push_back(in.text(text.after_plan(), limits::passage_bytes_max));
    proposal.safety_cover.push_back(in.text(text.safety_cover(), limits::passage_bytes_max));
  }
}

void write_texts(pb::Proposal& to, const Proposal& proposal) {
  const std::size_t languages = proposal.title.size();
  ENSURE(proposal.summary.size() == languages && proposal.why_now.size() == languages);
  ENSURE(proposal.after_plan.size() == languages && proposal.safety_cover.size() == languages);
  for (std::size_t i = 0; i < languages; ++i) {
    pb::ProposalText& text = *to.add_texts();
    text.set_title(proposal.title[i]);
    text.set_summary(proposal.summary[i]);
    text.set_why_now(proposal.why_now[i]);
    text.set_after_plan(proposal.after_plan[i]);
    text.set_safety_cover(proposal.safety_cover[i]);
  }
}

constexpr auto itself = [](const auto& entry) { return entry; };

}  // namespace

template <>
Bytes encode<Proposal>(const Proposal& proposal) {
  pb::Proposal to;
  write_head(*to.mutable_head(), proposal.head);
  to.set_charter(id_field(proposal.charter));
  to.set_action(proposal.action);
  for (const Target& target : proposal.targets) write_target(*to.add_targets(), target);
  for (const Demand& demand : proposal.demands) write_demand(*to.add_demands(), demand);
  write_texts(to, proposal);
  to.set_not_before(time_field(proposal.not_before));
  to.set_not_after(time_field(proposal.not_after));
  to.set_vote_by(time_field(proposal.vote_by));
  to.set_max_duration(seconds_field(proposal.max_duration));
  to.set_max_waves(proposal.max_waves);
  to.set_replaces(id_field(proposal.replaces));
  return serialize_message(to);
}

template <>
Result<Proposal> decode<Proposal>(ByteView body) {
  pb::Proposal from;
  TRY_VOID(parse_message(from, body, proposal_shape));
  PbReader in;
  const auto target = [&](const pb::Target& entry) { return read_target(in, entry); };
  const auto demand = [&](const pb::Demand& entry) { return read_demand(in, entry); };
  Proposal proposal{.head = read_head(in, from.head()),
                    .charter = in.id<StatementId>(from.charter()),
                    .action = read_word(in, from.action()),
                    .targets = in.set(from.targets(), limits::targets_max, target),
                    .demands = in.list(from.demands(), limits::demands_max, demand),
                    .title = {},
                    .summary = {},
                    .why_now = {},
                    .after_plan = {},
                    .safety_cover = {},
                    .not_before = in.time(from.not_before()),
                    .not_after = in.time(from.not_after()),
                    .vote_by = in.time(from.vote_by()),
                    .max_duration = in.seconds(from.max_duration()),
                    .max_waves = from.max_waves(),
                    .replaces = in.id<StatementId>(from.replaces())};
  read_texts(in, from, proposal);
  in.require(proposal.max_waves >= 1 && proposal.max_waves <= limits::waves_max,
             Error{Errc::malformed, "a number of waves out of range"});
  return in.finish(std::move(proposal));
}

template <>
Bytes encode<Signoff>(const Signoff& signoff) {
  pb::Signoff to;
  write_head(*to.mutable_head(), signoff.head);
  to.set_subject(id_field(signoff.subject));
  to.set_type(static_cast<std::uint32_t>(signoff.subject_type));
  to.set_number(signoff.number);
  to.set_stance(static_cast<std::uint32_t>(signoff.stance));
  to.set_join(signoff.has_join);
  to.set_valid_until(time_field(signoff.valid_until));
  to.set_lang(signoff.language);
  to.set_wording(signoff.wording);
  to.set_shown(to_text(signoff.shown));
  to.set_reason(signoff.reason);
  for (const std::uint32_t index : signoff.demands) to.add_demands(index);
  for (const StatementId& id : signoff.seen) to.add_seen(id_field(id));
  for (const ChecklistEntry& item : signoff.checklist) {
    pb::ChecklistEntry& out = *to.add_checklist();
    out.set_item(item.item);
    out.set_state(static_cast<std::uint32_t>(item.state));
  }
  return serialize_message(to);
}

template <>
Result<Signoff> decode<Signoff>(ByteView body) {
  pb::Signoff from;
  TRY_VOID(parse_message(from, body, signoff_shape));
  PbReader in;
  const auto id = [&](const std::string& bytes) { return in.present_id<StatementId>(bytes); };
  const auto item = [&](const pb::ChecklistEntry& entry) {
    return ChecklistEntry{read_word(in, entry.item()),
                          in.choice(entry.state(), EntryState::done, EntryState::open)};
  };
  const auto item_name = [](const ChecklistEntry& entry) { return entry.item; };
  in.require(from.wording() <= std::numeric_limits<std::uint16_t>::max(),
             Error{Errc::malformed, "a wording out of range"});
  Signoff signoff{
      .head = read_head(in, from.head()),
      .subject = in.present_id<StatementId>(from.subject()),
      .subject_type = in.choice(from.type(), StatementType::charter, StatementType::relay_drop),
      .number = from.number(),
      .stance = in.choice(from.stance(), Stance::approve, Stance::abstain),
      .has_join = from.join(),
      .valid_until = in.time(from.valid_until()),
      .language = in.name_or_nothing(from.lang(), limits::word_bytes_max),
      .wording = static_cast<std::uint16_t>(from.wording()),
      .shown = in.array<32>(from.shown()),
      .reason = in.text(from.reason(), limits::signoff_reason_bytes_max),
      .demands = in.set(from.demands(), limits::demands_max, itself),
      .seen = in.set(from.seen(), limits::seen_max, id),
      .checklist = in.set(from.checklist(), limits::checklist_items_max, item, item_name)};
  for (const std::uint32_t index : signoff.demands)
    in.require(index < limits::demands_max, Error{Errc::malformed, "a demand that cannot be"});
  return in.finish(std::move(signoff));
}

template <>
Bytes encode<Call>(const Call& call) {
  pb::Call to;
  write_head(*to.mutable_head(), call.head);
  to.set_proposal(id_field(call.proposal));
  to.set_mandate(id_field(call.mandate));
  to.set_wave(call.wave);
  to.set_prev(id_field(call.prev));
  for (const CallTarget& target : call.targets) {
    pb::CallTarget& out = *to.add_targets();
    out.set_org(id_field(target.org));
    write_cell(*out.mutable_cell(), target.cell);
    out.set_t0(time_field(target.t0));
  }
  for (const std::string& text : call.instructions) to.add_texts()->set_instructions(text);
  to.set_public_after(time_field(call.public_after));
  return serialize_message(to);
}

template <>
Result<Call> decode<Call>(ByteView body) {
  pb::Call from;
  TRY_VOID(parse_message(from, body, call_shape));
  PbReader in;
  const auto target = [&](const pb::CallTarget& entry) {
    return CallTarget{
        in.present_id<OrgId>(entry.org()), read_cell(in, entry.cell()), in.time(entry.t0())};
  };
  const auto place = [](const CallTarget& entry) { return Target{entry.org, entry.cell}; };
  const auto text = [&](const pb::CallText& entry) {
    return in.text(entry.instructions(), limits::passage_bytes_max);
  };
  Call call{.head = read_head(in, from.head()),
            .proposal = in.id<StatementId>(from.proposal()),
            .mandate = in.id<ProofId>(from.mandate()),
            .wave = from.wave(),
            .prev = in.id<StatementId>(from.prev()),
            .targets = in.set(from.targets(), limits::targets_max, target, place),
            .instructions = in.list(from.texts(), limits::languages_max, text),
            .public_after = in.time(from.public_after())};
  in.require(call.wave >= 1 && call.wave <= limits::waves_max,
             Error{Errc::malformed, "a wave out of range"});
  return in.finish(std::move(call));
}

template <>
Bytes encode<Stop>(const Stop& stop) {
  pb::Stop to;
  write_head(*to.mutable_head(), stop.head);
  to.set_subject(id_field(stop.subject));
  to.set_kind(static_cast<std::uint32_t>(stop.kind));
  for (const Target& target : stop.targets) write_target(*to.add_targets(), target);
  to.set_at(time_field(stop.at));
  to.set_form(static_cast<std::uint32_t>(stop.form));
  for (const DemandOutcome outcome : stop.outcomes)
    to.add_outcomes(static_cast<std::uint32_t>(outcome));
  to.set_vote_by(time_field(stop.vote_by));
  to.set_next_review(time_field(stop.next_review));
  to.set_reason(stop.reason);
  return serialize_message(to);
}

template <>
Result<Stop> decode<Stop>(ByteView body) {
  pb::Stop from;
  TRY_VOID(parse_message(from, body, stop_shape));
  PbReader in;
  const auto target = [&](const pb::Target& entry) { return read_target(in, entry); };
  const auto outcome = [&](std::uint32_t value) {
    return in.choice(value, DemandOutcome::met, DemandOutcome::unmet);
  };
  Stop stop{.head = read_head(in, from.head()),
            .subject = in.present_id<StatementId>(from.subject()),
            .kind = in.choice(from.kind(), StopKind::hold, StopKind::end),
            .targets = in.set(from.targets(), limits::targets_max, target),
            .at = in.time(from.at()),
            .form = in.choice(from.form(), EndForm::none, EndForm::go_back),
            .outcomes = in.list(from.outcomes(), limits::demands_max, outcome),
            .vote_by = in.time(from.vote_by()),
            .next_review = in.time(from.next_review()),
            .reason = in.text(from.reason(), limits::signoff_reason_bytes_max)};
  in.require((stop.kind == StopKind::end) == (stop.form != EndForm::none),
             Error{Errc::malformed, "an end without a form, or a form without an end"});
  return in.finish(std::move(stop));
}

template <>
Bytes encode<Ack>(const Ack& ack) {
  pb::Ack to;
  write_head(*to.mutable_head(), ack.head);
  to.set_call(id_field(ack.call));
  to.set_level(static_cast<std::uint32_t>(ack.level));
  to.set_reached(ack.reached);
  to.set_of(ack.of);
  to.set_reason(ack.reason);
  return serialize_message(to);
}

template <>
Result<Ack> decode<Ack>(ByteView body) {
  pb::Ack from;
  TRY_VOID(parse_message(from, body, head_shape));
  PbReader in;
  return in.finish(Ack{.head = read_head(in, from.head()),
                       .call = in.present_id<StatementId>(from.call()),
                       .level = in.choice(from.level(), AckLevel::received, AckLevel::declined),
                       .reached = from.reached(),
                       .of = from.of(),
                       .reason = in.text(from.reason(), limits::short_reason_bytes_max)});
}

template <>
Bytes encode<RelayCert>(const RelayCert& cert) {
  pb::RelayCert to;
  write_head(*to.mutable_head(), cert.head);
  to.set_link_key(id_field(cert.link_key));
  to.set_grant_key(id_field(cert.grant_key));
  to.set_label(cert.label);
  for (const Address& address : cert.addresses) {
    Writer out;
    write_address(out, address);
    to.add_addresses(to_text(out.view()));
  }
  return serialize_message(to);
}

template <>
Result<RelayCert> decode<RelayCert>(ByteView body) {
  pb::RelayCert from;
  TRY_VOID(parse_message(from, body, head_shape));
  PbReader in;
  const auto address = [&](const std::string& bytes) {
    Reader reader{as_bytes(bytes)};
    const auto read = read_address(reader);
    in.require(read && reader.finished(), Error{Errc::malformed, "not an address"});
    return read ? *read : Address{};
  };
  return in.finish(
      RelayCert{.head = read_head(in, from.head()),
                .link_key = in.present_id<LinkKey>(from.link_key()),
                .grant_key = in.present_id<GrantKey>(from.grant_key()),
                .label = in.name(from.label(), limits::relay_label_bytes_max),
                .addresses = in.list(from.addresses(), limits::addresses_max, address)});
}

template <>
Bytes encode<RelayDrop>(const RelayDrop& drop) {
  pb::RelayDrop to;
  write_head(*to.mutable_head(), drop.head);
  to.set_link_key(id_field(drop.key));
  return serialize_message(to);
}

template <>
Result<RelayDrop> decode<RelayDrop>(ByteView body) {
  pb::RelayDrop from;
  TRY_VOID(parse_message(from, body, head_shape));
  PbReader in;
  return in.finish(RelayDrop{read_head(in, from.head()), in.present_id<LinkKey>(from.link_key())});
}

}  // namespace tocsin::wire
