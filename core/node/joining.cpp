// Invites and device links from both ends (channel.md §6, link.md §8): a steward's device offers a
// ticket at places, a newcomer visits them, the steward's person types the six words the newcomer
// read out.
#include <algorithm>

#include "core/model/words.h"
#include "core/node/state.h"
#include "core/wire/invite_codec.h"

namespace tocsin {
namespace {

constexpr std::size_t places_max = 4;

}  // namespace

// Relays first: they are there when we sleep. Our own listening addresses follow.
std::vector<Place> Node::State::places() const {
  std::vector<Place> places;
  if (const MeshList* list = gossip.list()) {
    for (const ListedRelay& relay : list->relays) {
      if (!relay.addresses.empty())
        places.push_back(Place{true, relay.key, relay.addresses.front()});
    }
  }
  if (!settings.listen.empty())
    places.push_back(Place{false, links.peer_card().link_key, settings.listen.front()});
  if (places.size() > places_max) places.resize(places_max, places.front());
  return places;
}

// The text that is handed over, an invite or a device link.
Reply<Row> Node::State::handed_out(Invite wanted, Now now, Outbox& outbox) {
  const auto charter = coalition.charter_id();
  if (!charter || identity.org.is_zero())
    return refuse(
        Exit::usage, "E_NOT_FOUND", "this profile is in no coalition yet", "tocsin import FILE");
  wanted.charter = *charter;
  wanted.places = places();
  if (wanted.places.empty())
    return refuse(Exit::later,
                  "E_NO_PLACE",
                  "no relay is listed and this node listens nowhere",
                  "tocsin relay admit");
  const bool is_device_link = wanted.role == InviteRole::second_device;
  auto made = channels.invite(std::move(wanted), now, outbox);
  if (!made) return tl::unexpected<Refusal>{made.error()};
  const auto text = wire::encode_text(made->first);
  if (!text) return refuse(text.error());
  told.emplace_back(std::move(made->second));
  Row row{is_device_link ? "device_link" : "invite"};
  row.set("text", *text);
  row.set("expires_at", Value{wall_from_ms(std::int64_t{made->first.expiry_hour} * 3'600'000)});
  return row;
}

Reply<Rows> Node::State::invite(const Command&, Now now, Outbox& outbox) {
  auto row = handed_out(Invite{}, now, outbox);
  if (!row) return tl::unexpected<Refusal>{row.error()};
  return Rows{*std::move(row)};
}

Reply<Rows> Node::State::invite_list(const Command&, Now now, Outbox&) {
  return channels.invites(now);
}

Reply<Rows> Node::State::invite_cancel(const Command& command, Now now, Outbox& outbox) {
  const auto tag = MeshTag::from(command.arguments.bytes("tag").value_or(Bytes{}));
  if (!tag) return refuse(Exit::usage, "E_USAGE", "which invite?", "tocsin invite list");
  auto out = channels.cancel_invite(*tag, now, outbox);
  if (!out) return tl::unexpected<Refusal>{out.error()};
  told.emplace_back(*std::move(out));
  return Rows{Row{"cancelled"}.set("tag", Value{tag->bytes()})};
}

Reply<Rows> Node::State::accept(const Command& command, Now now, Outbox& outbox) {
  return go_in(wire::decode_invite(command.arguments.text("text").value_or("")), now, outbox);
}

// Common to `accept` and `device-link use`: the text was of the right kind, or says why not.
Reply<Rows> Node::State::go_in(const Result<Invite>& invite, Now now, Outbox& outbox) {
  if (!identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  if (!identity.org.is_zero())
    return refuse(Exit::usage,
                  "E_CONFLICT",
                  "this profile is in a coalition already",
                  "use another --profile");
  if (!invite) {
    auto refused = refuse(invite.error());
    if (invite.error().code == Errc::not_allowed)
      refused.value().remedy =
          "tocsin accept takes an invite, tocsin device-link use a device link";
    return refused;
  }
  const bool is_second_device = invite->role == InviteRole::second_device;
  if (invite->expiry_hour <= hour_of(now.wall))
    return refuse(Exit::invalid,
                  "E_EXPIRED",
                  is_second_device ? "this device link has expired" : "this invite has expired",
                  "ask for a new one");
  // Whoever is one person has one name, whatever was typed at `init`.
  if (is_second_device) identity.handle = invite->person;
  become(invite->coalition, OrgId::zero(), outbox);
  auto visited = channels.accept_invite(*invite, now, outbox);
  if (!visited) return tl::unexpected<Refusal>{visited.error()};
  visit_places(now);
  told.emplace_back(std::move(visited->second));
  Row row{"accepted"};
  row.set("words", six_words_text(WordList::drill, identity.keys->id.view()));
  if (is_second_device) row.set("second_device_of", identity.handle);
  return Rows{row};
}

Reply<Rows> Node::State::admit(const Command& command, Now now, Outbox& outbox) {
  auto asked = channels.admit(command.arguments.text("words").value_or(""), now, outbox);
  if (!asked) return tl::unexpected<Refusal>{asked.error()};
  using Entry = coalition::Coalition::Entry;
  auto added =
      coalition.add_to_roll(RollAdd{asked->keys, asked->person, asked->device_signature},
                            asked->is_second_device ? Entry::second_device : Entry::new_person,
                            now,
                            outbox);
  if (!added) return tl::unexpected<Refusal>{added.error()};
  told.emplace_back(*std::move(added));
  Row row{"admitted"};
  row.set("person", asked->person).set("device", Value{asked->device.bytes()});
  if (asked->is_second_device)
    row.set("is_second_device", true).set("signs_by_manifest", is_delegate_named(asked->person));
  return Rows{row};
}

// --- second devices ---
// For oneself; a steward also for another, who has heard that it is that person.
Reply<Rows> Node::State::device_link_new(const Command& command, Now now, Outbox& outbox) {
  Invite wanted;
  wanted.role = InviteRole::second_device;
  wanted.person = command.arguments.text("person").value_or(identity.handle);
  if (auto may = coalition.may_add_device(wanted.person); !may) {
    Refusal refusal = may.error();
    if (refusal.exit == Exit::permission) {
      refusal.reason = "only a steward's device lets a laptop in";
      refusal.remedy =
          "ask a delegate or steward of your org for: tocsin device-link new " + wanted.person;
    }
    return tl::unexpected{std::move(refusal)};
  }
  const std::string person = wanted.person;
  auto row = handed_out(std::move(wanted), now, outbox);
  if (!row) return tl::unexpected<Refusal>{row.error()};
  return Rows{row->set("person", person)};
}

Reply<Rows> Node::State::device_link_use(const Command& command, Now now, Outbox& outbox) {
  return go_in(wire::decode_device_link(command.arguments.text("text").value_or("")), now, outbox);
}

bool Node::State::is_delegate_named(const std::string& person) const {
  const ChannelPolicy policy{own_org(), ChannelKind::org, identity.org};
  const auto found = coalition.audience(policy, coalition.current(policy));
  const auto* members = std::get_if<Audience>(&found);
  return members != nullptr && std::ranges::any_of(*members, [&](const Member& member) {
           return member.is_delegate && member.person == person;
         });
}

void Node::State::visit_places(Now now) {
  if (auto joining = channels.joining())
    gossip.visit(std::move(joining->places), joining->route, now);
}

void Node::State::welcome(const channel::Welcomed& welcomed, Outbox& outbox) {
  become(welcomed.coalition, welcomed.org, outbox);
  waiting_list = welcomed.mesh_list;
}

void Node::State::ticket(const channel::TicketChange& change, Now now, Outbox& outbox) {
  if (change.is_dropped) {
    links.drop_ticket(change.ticket, now, outbox);
    return;
  }
  links.offer_ticket(change.ticket, change.route, change.expiry_hour, change.places);
}

}  // namespace tocsin
