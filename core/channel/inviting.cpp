// Who lets somebody in by an invite, or a second device by a device link: the request on the join
// route, the words, the epoch with a slot for the newcomer, the Welcome (channel.md §6, link.md
// §8). Each step is kept before it is seen, so a crash between two goes on at restart. The other
// end is accepting.cpp.
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/model/words.h"
#include "core/wire/channel_codec.h"
#include "core/wire/record_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

bool is_live(const JoinRow& row) {
  return row.state < JoinState::done;
}

TicketChange ticket_of(const JoinRow& row, bool is_dropped) {
  TicketChange change{invite_ticket(row.invite.secret),
                      row.keys.admission.route,
                      row.invite.expiry_hour,
                      {},
                      is_dropped};
  for (const Place& place : row.invite.places) change.places.push_back(place.key);
  return change;
}

Row invite_event(std::string_view what, const JoinRow& row) {
  Row event{"event"};
  event.set("event", what).set("tag", Value{invite_tag(row.invite).bytes()});
  return event;
}

std::string_view state_word(JoinState state) {
  switch (state) {
    case JoinState::open:
      return "open";
    case JoinState::asked:
      return "asked";
    case JoinState::admitted:
      return "admitted";
    case JoinState::welcomed:
      return "welcomed";
    case JoinState::done:
      return "done";
    case JoinState::burned:
      return "burned";
  }
  return "";
}

}  // namespace

void Channels::State::drop_ticket(const JoinRow& row, Turn& turn) {
  turn.out.tickets.push_back(ticket_of(row, true));
}

void Channels::State::burn(JoinRow& row, std::string_view why, Turn& turn) {
  row.state = JoinState::burned;
  joins.keep(row, turn.outbox);
  drop_ticket(row, turn);
  turn.out.events.push_back(invite_event("invite.burned", row).set("why", why));
}

void Channels::State::open_reply(const Envelope& envelope, JoinRow& row, Turn& turn) {
  const auto record = channel::open_reply(envelope, row.keys);
  if (!record) {
    ++refused;
    return;
  }
  if (row.side == JoinSide::issued) {
    const bool is_request =
        record->header.rank == rank_asks && record->header.type == RecordType::join;
    if (is_request && is_live(row) && envelope.is_admitted(row.invite.coalition))
      take_request(row, *record, turn);
    return;
  }
  if (record->header.rank != rank_answers || record->header.type != RecordType::welcome) return;
  Reader in{record->content};
  const CoalitionId coalition{in.array<32>()};
  const bool is_expected = row.side == JoinSide::founding || coalition == row.invite.coalition;
  if (in.failed() || !is_expected || !envelope.is_admitted(coalition)) {
    ++refused;
    return;
  }
  if (!is_direct_for(identity.keys->id, in.rest())) return;  // another founder's
  const auto whole = pieces[envelope.route()].take(in.rest());
  if (!whole) return;
  const auto opened = open_direct(coalition, *identity.keys, prekeys.own(), *whole);
  const auto welcome = opened ? wire::decode_signed<Welcome>(*opened) : fail(opened.error());
  if (!welcome) {
    ++refused;
    return;
  }
  // S is burned with its answer; what the Welcome brought is kept and waits for its view.
  const DeviceId from = row.invite.inviter;
  pieces.erase(envelope.route());
  joins.forget(row, turn.outbox);
  if (!welcome->mesh_list.empty()) keep_mesh_list(welcome->mesh_list, turn.outbox);
  turn.out.welcomed = Welcomed{coalition, welcome->org, welcome->mesh_list};
  take_welcome(*welcome, coalition, from, turn);
}

void Channels::State::take_request(JoinRow& row, const ReplyRecord& record, Turn& turn) {
  const auto opened = open_request(row.invite.secret, record.content);
  const auto request =
      opened ? read_request(*opened, row.invite, identity.mode) : fail(opened.error());
  if (!request) {
    ++refused;
    return;
  }
  if (row.state != JoinState::open) {
    // One device for one invite: whoever comes second may be the thief of its text, or the first
    // one was.
    const auto pinned = read_request(row.request, row.invite, identity.mode);
    if (pinned && pinned->device != request->device) burn(row, "a second device used it", turn);
    return;
  }
  row.state = JoinState::asked;
  row.request = *opened;
  joins.keep(row, turn.outbox);
  turn.out.events.push_back(invite_event("join.asked", row).set("person", request->person));
}

Welcome Channels::State::plain_welcome(const OrgId& org) const {
  Welcome welcome;
  welcome.org = org;
  welcome.state = audiences.state();
  welcome.mesh_list = mesh_list;
  if (auto key = mesh.newest()) {
    key->authority_seed.clear();
    welcome.mesh_key = wire::encode(*key);
  }
  return welcome;
}

std::vector<Envelope> Channels::State::sealed_welcome(const JoinRow& row,
                                                      const Member& to,
                                                      const Welcome& welcome) {
  std::vector<Envelope> out;
  const KeysStatement* keys = prekeys.newest(to.device);
  if (keys == nullptr) return out;
  const DirectTo direct{to.device, keys->jpk, to.keys.ltk};
  const auto sealed = seal_direct(random, identity.coalition, direct, wire::encode(welcome));
  if (!sealed) return out;
  std::uint32_t ctr = 0;
  for (const Bytes& piece : in_pieces(random, *sealed)) {
    const Header header{rank_answers, ctr++, RecordType::welcome, 0, 0};
    const Bytes content = Writer{}.bytes(identity.coalition.view()).bytes(piece).take();
    auto envelope = seal_reply(
        random, row.keys, ReplySeal{identity.coalition, header, row.invite.expiry_hour}, content);
    ENSURE(envelope);  // a piece fits an envelope
    out.push_back(*std::move(envelope));
  }
  return out;
}

void Channels::State::answer_invites(Turn& turn) {
  for (JoinRow* row : joins.of(JoinSide::issued)) {
    if (row->state == JoinState::admitted) answer_invite(*row, turn);
  }
}

// The roll has it now: an epoch in which it has a slot, made here if there is none, and the
// Welcome.
void Channels::State::answer_invite(JoinRow& row, Turn& turn) {
  const auto request = read_request(row.request, row.invite, identity.mode);
  if (!request || identity.org.is_zero()) return;
  const ChannelPolicy policy = own_policy();
  const auto audience = current(policy);
  const auto rank = rank_of(*audience, request->device);
  if (!rank) return;
  const Member newcomer = (*audience)[*rank];
  Choice choice = choose(policy);
  if (choice.kind == Choice::Kind::outside || choice.kind == Choice::Kind::nothing) return;
  auto channel =
      choice.kind == Choice::Kind::ready ? channel_welcome(*choice.epoch, newcomer) : std::nullopt;
  if (!channel) {
    const bool has_it =
        choice.kind == Choice::Kind::ready;  // made by somebody who did not know its keys
    HeldEpoch& made = make_child(policy,
                                 choice.epoch,
                                 has_it ? std::vector{newcomer.device} : std::vector<DeviceId>{},
                                 turn);
    channel = channel_welcome(made, newcomer);
    if (!channel) return;
  }
  Welcome welcome = plain_welcome(identity.org);
  welcome.channels.push_back(*std::move(channel));
  const std::vector<Envelope> envelopes = sealed_welcome(row, newcomer, welcome);
  if (envelopes.empty()) return;
  for (const Envelope& envelope : envelopes) turn.out.publish.push_back(Publish{envelope, false});
  row.state = JoinState::welcomed;
  joins.keep(row, turn.outbox);
  turn.out.events.push_back(invite_event("join.welcomed", row).set("person", request->person));
}

// Its own record shows that the Welcome arrived. Until then the place has to let it in.
void Channels::State::heard_from(const DeviceId& device, Turn& turn) {
  for (JoinRow* row : joins.of(JoinSide::issued)) {
    if (row->state != JoinState::welcomed) continue;
    const auto request = read_request(row->request, row->invite, identity.mode);
    if (!request || request->device != device) continue;
    row->state = JoinState::done;
    joins.keep(*row, turn.outbox);
    drop_ticket(*row, turn);
  }
}

void Channels::State::expire_invites(Turn& turn) {
  std::vector<JoinRow*> over;
  for (const JoinSide side : {JoinSide::issued, JoinSide::accepted, JoinSide::founding}) {
    for (JoinRow* row : joins.of(side)) {
      if (row->invite.expiry_hour < hour_of(turn.now.wall)) over.push_back(row);
    }
  }
  for (JoinRow* row : over) {
    if (row->side == JoinSide::issued && is_live(*row)) drop_ticket(*row, turn);
    joins.forget(*row, turn.outbox);
  }
}

Reply<std::pair<Invite, Out>> Channels::invite(Invite invite, Now now, Outbox& outbox) {
  State& state = *state_;
  if (!state.identity.has_keys() || state.identity.org.is_zero())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile is in no coalition yet");
  if (invite.places.empty() || invite.places.size() > 4)
    return refuse(Exit::usage, "E_USAGE", "an invite names one to four places");
  const auto issued = state.joins.of(JoinSide::issued);
  const auto live = std::ranges::count_if(issued, [](const JoinRow* row) { return is_live(*row); });
  if (static_cast<std::size_t>(live) >= limits::invites_live_max)
    return refuse(Exit::held, "E_SIZE", "16 invites are open already", "tocsin invite cancel");
  invite.expiry_hour = hour_of(now.wall) + limits::invite_life_hours;
  invite.coalition = state.identity.coalition;
  invite.inviter = state.identity.keys->id;
  state.random.fill(invite.secret);
  const JoinRow& row = state.joins.add(JoinSide::issued, invite, outbox);
  Out out;
  out.tickets.push_back(ticket_of(row, false));
  out.new_routes.push_back(row.keys.admission.route);
  return std::pair{std::move(invite), std::move(out)};
}

Reply<Out> Channels::cancel_invite(const MeshTag& tag, Now now, Outbox& outbox) {
  JoinRow* row = state_->joins.by_tag(tag);
  if (row == nullptr || row->side != JoinSide::issued || !is_live(*row))
    return refuse(Exit::usage, "E_NOT_FOUND", "no such invite is open", "tocsin invite list");
  Turn turn{now, outbox, {}};
  state_->burn(*row, "cancelled", turn);
  return std::move(turn.out);
}

std::vector<Row> Channels::invites(Now now) const {
  std::vector<Row> out;
  for (const JoinRow* row : state_->joins.of(JoinSide::issued)) {
    if (row->invite.expiry_hour < hour_of(now.wall)) continue;
    Row line{"invite"};
    line.set("tag", Value{invite_tag(row->invite).bytes()}).set("state", state_word(row->state));
    line.set("expires_at", Value{wall_from_ms(std::int64_t{row->invite.expiry_hour} * 3'600'000)});
    const bool is_second_device = row->invite.role == InviteRole::second_device;
    line.set("wrong_words", row->wrong_words).set("is_second_device", is_second_device);
    if (is_second_device) line.set("person", row->invite.person);
    if (const auto request = read_request(row->request, row->invite, state_->identity.mode))
      line.set("person", request->person);
    out.push_back(std::move(line));
  }
  return out;
}

std::vector<TicketChange> Channels::tickets() const {
  std::vector<TicketChange> out;
  for (const JoinRow* row : state_->joins.of(JoinSide::issued)) {
    if (is_live(*row)) out.push_back(ticket_of(*row, false));
  }
  return out;
}

Reply<JoinAsked> Channels::admit(std::string_view typed_words, Now now, Outbox& outbox) {
  State& state = *state_;
  Turn turn{now, outbox, {}};
  state.begin(turn);
  std::vector<JoinRow*> asking;
  for (JoinRow* row : state.joins.of(JoinSide::issued)) {
    if (row->state != JoinState::asked && row->state != JoinState::admitted) continue;
    const auto request = read_request(row->request, row->invite, state.identity.mode);
    ENSURE(request);  // it held when it was kept
    if (typed_words_match(
            typed_words, WordList::drill, request->device.view(), 0, six_words_count)) {
      row->state = JoinState::admitted;
      state.joins.keep(*row, outbox);
      // Signed by the device itself and checked with the request.
      state.put_off(std::move(turn.out));
      if (!state.prekeys.take(
              request->keys_statement, request->keys, state.identity.domain(), outbox))
        return refuse(Exit::invalid, "E_DECODE", "this device's keys do not hold");
      return JoinAsked{request->keys,
                       request->device,
                       request->person,
                       request->device_signature,
                       row->invite.role == InviteRole::second_device};
    }
    if (row->state == JoinState::asked) asking.push_back(row);
  }
  if (asking.empty()) {
    state.put_off(std::move(turn.out));
    return refuse(Exit::later, "E_NOT_FOUND", "nobody has asked to join yet", "tocsin invite list");
  }
  unsigned tries_left = 0;
  for (JoinRow* row : asking) {
    if (++row->wrong_words >= limits::wrong_words_max) {
      state.burn(*row, "three wrong words", turn);
    } else {
      state.joins.keep(*row, outbox);
      tries_left = std::max<unsigned>(tries_left, limits::wrong_words_max - row->wrong_words);
    }
  }
  state.put_off(std::move(turn.out));
  const std::string_view wrong = "these are not the words of a device that asked to join";
  const bool is_link = std::ranges::all_of(
      asking, [](const JoinRow* row) { return row->invite.role == InviteRole::second_device; });
  if (tries_left == 0)
    return refuse(
        Exit::usage,
        "E_WORDS",
        std::string{wrong} + "; no try is left, and the " + (is_link ? "device link" : "invite") +
            " is burnt",
        is_link ? "make a new one: tocsin device-link new" : "make a new one: tocsin invite");
  return refuse(Exit::usage,
                "E_WORDS",
                std::string{wrong} + "; tries left: " + std::to_string(tries_left),
                "have the person read out what the new laptop shows, then tocsin admit again");
}

}  // namespace tocsin::channel
