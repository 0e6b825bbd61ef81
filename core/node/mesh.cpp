// Mesh keys, the mesh list, relays and peers: what core/channel, core/coalition, core/gossip and
// core/link each know a part of (link.md §1, gossip.md §8).
#include <algorithm>

#include "core/coalition/mesh_duty.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"
#include "core/model/limits/node.h"
#include "core/node/state.h"
#include "core/wire/invite_codec.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin {

void Node::State::apply_mesh_keys() {
  const auto keys = channels.mesh_keys();
  if (keys.empty()) return;
  std::vector<LinkCredential> credentials;
  for (const MeshKeyRecord& key : keys) {
    const MeshSecret secret = MeshSecret::copy_of(key.secret);
    credentials.push_back(LinkCredential{key.number, link_material(secret)});
  }
  gossip.set_number(keys.front().number);
  links.set_mesh_keys(std::move(credentials));
}

// A Welcome's list is checked under the authority of a mesh key that came under the same seal.
void Node::State::try_waiting_list(Now now, Outbox& outbox) {
  if (waiting_list.empty()) return;
  const auto keys = channels.mesh_keys();
  if (keys.empty()) return;
  const Bytes list = std::exchange(waiting_list, {});
  told.emplace_back(gossip.forget_places(now, outbox));
  auto taken = gossip.take_list(list, keys.front().authority, now, outbox);
  if (taken) told.emplace_back(*std::move(taken));
}

void Node::State::apply_list(const MeshList& list, Outbox& outbox) {
  // A relay that finds no box of its own closes its links; the refusal of a foreign list changes
  // nothing.
  static_cast<void>(links.take_list(list, outbox));
  if (is_relay()) gossip.set_link_key(links.relay_card().link_key, links.next_key());
}

void Node::State::note_stamp_keys(const std::vector<StampKey>& keys, Outbox& outbox) {
  for (const StampKey& key : keys) {
    if (stamp_keys.insert(key).second) outbox.keep(Table::stamp_keys, key.bytes(), {});
  }
}

// Every delegate's device could make the next list; each waits its turn and stops when a list has
// all it knows.
void Node::State::check_list_duty(Now now, Outbox& outbox) {
  const MeshList* list = gossip.list();
  if (list == nullptr || !is_delegate_here()) return;
  const std::vector<StampKey> stamps{stamp_keys.begin(), stamp_keys.end()};
  if (!coalition::is_list_due(*list, coalition.relays(), stamps, coalition.dropped_relays())) {
    list_due.reset();
    return;
  }
  if (!list_due) {
    const ChannelPolicy policy{assembly(), ChannelKind::assembly, OrgId::zero()};
    const auto members = coalition.audience(policy, coalition.current(policy));
    const auto* audience = std::get_if<Audience>(&members);
    const Bytes what = Writer{}.u32(list->seq).take();
    const auto turn = [&](const DeviceId& device) {
      return crypto::hash(labels::mesh_duty, {what, device.view()});
    };
    const crypto::Hash mine = turn(identity.keys->id);
    const auto before =
        audience == nullptr ? 0 : std::ranges::count_if(*audience, [&](const Member& member) {
          return turn(member.device) < mine;
        });
    list_due =
        now.instant + std::min<Seconds>(limits::list_wait_max, limits::list_step * (before + 1));
  }
  if (*list_due > now.instant) return;
  list_due.reset();
  if (!renew_list(now, outbox)) list_due = now.instant + limits::list_wait_max;
}

Reply<void> Node::State::renew_list(Now now, Outbox& outbox) {
  const MeshList* current = gossip.list();
  const auto keys = channels.mesh_keys();
  if (current == nullptr || keys.empty())
    return refuse(Exit::later, "E_UNAVAILABLE", "this device holds no mesh key yet");
  const std::vector<StampKey> stamps{stamp_keys.begin(), stamp_keys.end()};
  const auto list = coalition::make_mesh_list(random,
                                              {identity.coalition,
                                               current,
                                               hour_of(now.wall),
                                               keys,
                                               coalition.relays(),
                                               stamps,
                                               coalition.dropped_relays()});
  if (!list) return refuse(list.error());
  auto taken = gossip.take_list(*list, keys.front().authority, now, outbox);
  if (!taken) return refuse(taken.error());
  told.emplace_back(*std::move(taken));
  return {};
}

Reply<Rows> Node::State::relay_card(const Command&, Now, Outbox&) {
  RelayCard card = links.relay_card();
  card.addresses = settings.listen;
  if (card.addresses.empty())
    return refuse(
        Exit::config, "E_LISTEN", "this relay listens nowhere", "set `listen` in config.toml");
  return Rows{Row{"relay_card"}.set("text", wire::encode_text(card))};
}

Reply<Rows> Node::State::relay_grant(const Command& command, Now, Outbox& outbox) {
  const auto grant = wire::decode_grant(command.arguments.text("text").value_or(""));
  if (!grant) return refuse(grant.error());
  const auto taken = links.take_grant(*grant, outbox);
  if (!taken) return refuse(taken.error());
  gossip.set_coalition(grant->coalition);
  gossip.trust(grant->authority, outbox);
  return Rows{Row{"granted"}.set("coalition", Value{grant->coalition.bytes()})};
}

Reply<Rows> Node::State::relay_admit(const Command& command, Now now, Outbox& outbox) {
  const auto card = wire::decode_relay_card(command.arguments.text("card").value_or(""));
  if (!card) return refuse(card.error());
  const std::string label = command.arguments.text("label").value_or("");
  auto certified = coalition.certify_relay(*card, label, now, outbox);
  if (!certified) return tl::unexpected<Refusal>{certified.error()};
  told.emplace_back(*std::move(certified));
  auto renewed = renew_list(now, outbox);
  if (!renewed) return tl::unexpected<Refusal>{renewed.error()};
  const auto grant = coalition::make_grant(*gossip.list(), card->link_key);
  if (!grant) return refuse(grant.error());
  Row row{"grant"};
  row.set("relay", Value{card->link_key.bytes()})
      .set("label", label)
      .set("text", wire::encode_text(*grant));
  return Rows{row};
}

Reply<Rows> Node::State::relay_check(const Command&, Now now, Outbox&) {
  Rows rows;
  const MeshList* list = gossip.list();
  if (list == nullptr)
    return refuse(Exit::usage, "E_NOT_FOUND", "there is no mesh list yet", "tocsin import FILE");
  const Rows linked = gossip.links(now);
  for (const ListedRelay& relay : list->relays) {
    const auto link = std::ranges::find_if(linked, [&](const Row& row) {
      return row.bytes("key").value_or(Bytes{}) == relay.key.bytes();
    });
    Row row{"relay"};
    row.set("key", Value{relay.key.bytes()});
    row.set("label",
            std::string{relay.label.begin(), std::ranges::find(relay.label, std::uint8_t{0})});
    row.set("linked", link != linked.end());
    if (link != linked.end()) {
      row.set("number", link->integer("number").value_or(0))
          .set("list_seq", link->integer("list_seq").value_or(0));
    }
    rows.push_back(row);
  }
  return rows;
}

Reply<Rows> Node::State::peer_card(const Command&, Now, Outbox&) {
  PeerCard card = links.peer_card();
  card.addresses = settings.listen;
  return Rows{Row{"peer_card"}.set("text", wire::encode_text(card))};
}

Reply<Rows> Node::State::peer_add(const Command& command, Now now, Outbox& outbox) {
  const auto card = wire::decode_peer_card(command.arguments.text("text").value_or(""));
  if (!card) return refuse(card.error());
  if (card->link_key == links.peer_card().link_key)
    return refuse(Exit::usage, "E_CONFLICT", "this is this laptop's own card", "type the other's");
  if (card->addresses.empty() && settings.listen.empty())
    return refuse(Exit::config,
                  "E_LISTEN",
                  "neither of the two laptops listens, so no link can come about",
                  "set `listen` in config.toml on one, start it anew, exchange cards again");
  links.pin(card->link_key);
  gossip.add_peer(card->link_key, card->addresses, now, outbox);
  return Rows{Row{"peer"}.set("key", Value{card->link_key.bytes()})};
}

Reply<Rows> Node::State::peer_drop(const Command& command, Now, Outbox& outbox) {
  const auto key = LinkKey::from(command.arguments.bytes("key").value_or(Bytes{}));
  if (!key || !gossip.drop_peer(*key, outbox))
    return refuse(Exit::usage, "E_NOT_FOUND", "no such peer", "tocsin peer list");
  links.unpin(*key);
  return Rows{Row{"dropped"}.set("key", Value{key->bytes()})};
}

Reply<Rows> Node::State::peer_list(const Command&, Now now, Outbox&) {
  return gossip.links(now);
}

}  // namespace tocsin
