// What people carry as text: invites, device links, cards of relays and peers, grants (link.md §7).
//   text = prefix | base32(body | check), e.g. TOCSIN-INVITE-1:MFRGG...
// Capitals, unpadded. Readers ignore case, blanks, line ends and hyphens; a text of another kind is
// refused by its own name, so that nobody is talked into using one for the other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/invite.h"
#include "core/model/relay.h"

namespace tocsin::wire {

// A device link, if it is for a second device. limit_exceeded: over 512 letters (too many or too
// long places).
Result<std::string> encode_text(const Invite& invite);
std::string encode_text(const RelayCard& card);
std::string encode_text(const PeerCard& card);
std::string encode_text(const RelayGrant& grant);

// malformed: not such a text, or mistyped. not_allowed: a text of another kind, named.
Result<Invite> decode_invite(std::string_view text);
Result<Invite> decode_device_link(std::string_view text);
Result<RelayCard> decode_relay_card(std::string_view text);
Result<PeerCard> decode_peer_card(std::string_view text);
Result<RelayGrant> decode_grant(std::string_view text);

// Where the first character stands that no such text has, so that a person can find it.
std::optional<std::size_t> stray_character(std::string_view text);

// Whether a further line could make such a text of it: it begins as one of any kind, and the check
// at its end does not fit yet.
bool lacks_end(std::string_view text);

}  // namespace tocsin::wire
