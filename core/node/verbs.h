// The hub's own verbs: what crosses machines. Each with the level it needs and where it may run.
// Arguments and rows:
//   init             handle text, rehearsal flag -> self{role, mode, handle, device}
//   card             -> card{bytes, words}
//   charter finish   draft bytes, file_key bytes 32, salt bytes 32,
//                    relays rows{card text, label text}
//                    -> bundle{bytes}, charter{bytes}, grant{relay bytes, label, text}*
//   import           bytes, file_key bytes 32 (a founding bundle) or none (a proof)
//                    -> imported{...}
//   status           [subject|draft] -> self, mesh, link*, and core/coalition's rows
//   send             channel text, text text, wait text
//                    -> sent{channel, name?, record, envelope, absent?} |
//                    stored{envelope, receipts, relays}
//   read             channel, since, limit -> message*{cursor, author_handle, author_org,
//                    org_slug, has_left?, at, text}
//   who              channel -> member*
//   channel new      name text, parts texts, everyone flag -> channel, channel_part*
//   channel show     channel -> channel, channel_part{org, delegates, members, devices}*
//   channel list     -> channel*
//   roster share     channel text, or off flag -> shared{channel, workers, pledges} | shared{off}
//   events           since -> event rows, each with cursor and at
//   invite           -> invite{text, expires_at}
//   invite list      -> invite*
//   invite cancel    tag bytes -> cancelled
//   accept           text -> accepted{words}
//   admit            words text -> admitted{person, device, is_second_device, signs_by_manifest}
//   device-link new  [person text] -> device_link{text, expires_at, person}
//   device-link use  text -> accepted{words, second_device_of}
//   relay card       -> relay_card{text}
//   relay grant      text -> granted{coalition}
//   relay status     -> relay_status, loud_link*
//   relay drain      off flag -> drain{draining, since}
//   relay quota      bytes or off flag or none -> quota{takes, holds, disk_bytes, of_quota}
//   relay block      number, for_s or off flag | list flag
//                    -> block{number, until}* or unblocked{number}
//   relay rotate-key off flag -> relay_card{text, rotation} or rotation_ended
//   relay admit      card text, label text -> grant{relay, label, text}
//   relay check      -> relay*{label, linked ...}
//   peer card        -> peer_card{text}
//   peer add         text -> peer{key}
//   peer drop        key bytes
//   peer list        -> link*
#pragma once

#include <array>
#include <string_view>

#include "core/node/state.h"

namespace tocsin {

struct HubVerb {
  enum class Needs : std::uint8_t { either, node, relay };
  std::string_view verb;
  Level level;
  Needs needs_role;
  Reply<Rows> (Node::State::*run)(const Command&, Now, Outbox&);
};

inline constexpr std::array hub_verbs{
    HubVerb{"init", Level::live, HubVerb::Needs::node, &Node::State::init},
    HubVerb{"card", Level::read, HubVerb::Needs::node, &Node::State::card},
    HubVerb{"charter finish", Level::live, HubVerb::Needs::node, &Node::State::charter_finish},
    HubVerb{"import", Level::act, HubVerb::Needs::node, &Node::State::import},
    HubVerb{"status", Level::read, HubVerb::Needs::either, &Node::State::status},
    HubVerb{"send", Level::act, HubVerb::Needs::node, &Node::State::send_text},
    HubVerb{"file own", Level::read, HubVerb::Needs::node, &Node::State::file_own},
    HubVerb{"file send", Level::act, HubVerb::Needs::node, &Node::State::file_send},
    HubVerb{"file stored", Level::read, HubVerb::Needs::node, &Node::State::file_stored},
    HubVerb{"file fetch", Level::read, HubVerb::Needs::node, &Node::State::file_fetch},
    HubVerb{"read", Level::read, HubVerb::Needs::node, &Node::State::read},
    HubVerb{"who", Level::read, HubVerb::Needs::node, &Node::State::who},
    HubVerb{"channel new", Level::act, HubVerb::Needs::node, &Node::State::channel_new},
    HubVerb{"channel show", Level::read, HubVerb::Needs::node, &Node::State::channel_show},
    HubVerb{"roster share", Level::live, HubVerb::Needs::node, &Node::State::roster_share},
    HubVerb{"channel list", Level::read, HubVerb::Needs::node, &Node::State::channel_list},
    HubVerb{"events", Level::read, HubVerb::Needs::either, &Node::State::events_since},
    HubVerb{"invite", Level::live, HubVerb::Needs::node, &Node::State::invite},
    HubVerb{"invite list", Level::read, HubVerb::Needs::node, &Node::State::invite_list},
    HubVerb{"invite cancel", Level::act, HubVerb::Needs::node, &Node::State::invite_cancel},
    HubVerb{"accept", Level::act, HubVerb::Needs::node, &Node::State::accept},
    HubVerb{"admit", Level::live, HubVerb::Needs::node, &Node::State::admit},
    HubVerb{"device-link new", Level::live, HubVerb::Needs::node, &Node::State::device_link_new},
    HubVerb{"device-link use", Level::live, HubVerb::Needs::node, &Node::State::device_link_use},
    HubVerb{"relay card", Level::read, HubVerb::Needs::relay, &Node::State::relay_card},
    HubVerb{"relay grant", Level::act, HubVerb::Needs::relay, &Node::State::relay_grant},
    HubVerb{"relay status", Level::read, HubVerb::Needs::relay, &Node::State::relay_status},
    HubVerb{"relay drain", Level::act, HubVerb::Needs::relay, &Node::State::relay_drain},
    HubVerb{"relay quota", Level::act, HubVerb::Needs::relay, &Node::State::relay_quota},
    HubVerb{"relay block", Level::act, HubVerb::Needs::relay, &Node::State::relay_block},
    HubVerb{"relay rotate-key", Level::act, HubVerb::Needs::relay, &Node::State::relay_rotate_key},
    HubVerb{"relay admit", Level::live, HubVerb::Needs::node, &Node::State::relay_admit},
    HubVerb{"relay check", Level::read, HubVerb::Needs::node, &Node::State::relay_check},
    HubVerb{"peer card", Level::read, HubVerb::Needs::node, &Node::State::peer_card},
    HubVerb{"peer add", Level::live, HubVerb::Needs::node, &Node::State::peer_add},
    HubVerb{"peer drop", Level::act, HubVerb::Needs::node, &Node::State::peer_drop},
    HubVerb{"peer list", Level::read, HubVerb::Needs::node, &Node::State::peer_list},
};

const HubVerb* hub_verb(std::string_view verb);

}  // namespace tocsin
