#include "core/wire/invite_codec.h"

#include <array>

#include "core/base/checked.h"
#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/link.h"
#include "core/wire/address_codec.h"

namespace tocsin::wire {
namespace {

constexpr std::uint8_t line_version = 1;
constexpr std::size_t check_bytes = 5;
// A card or grant of at most four addresses stays far below; nothing longer is looked at.
constexpr std::size_t letters_max = 4096;

constexpr std::string_view invite_prefix = "TOCSIN-INVITE-1:";
constexpr std::string_view relay_prefix = "TOCSIN-RELAY-1:";
constexpr std::string_view peer_prefix = "TOCSIN-PEER-1:";
constexpr std::string_view grant_prefix = "TOCSIN-GRANT-1:";
constexpr std::string_view device_prefix = "TOCSIN-DEVICE-1:";

struct Kind {
  std::string_view prefix;
  Literal name;
};

constexpr std::array kinds{
    Kind{invite_prefix, "this is an invite, for `tocsin accept`"},
    Kind{relay_prefix, "this is a relay's card, for `tocsin relay admit`"},
    Kind{peer_prefix, "this is a peer's card, for `tocsin peer add`"},
    Kind{grant_prefix, "this is a relay's grant, for `tocsin relay grant` on the relay"},
    Kind{device_prefix, "this is a device link, for `tocsin device-link use`"}};

bool is_ignored(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-';
}

char capital(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string strip(std::string_view text) {
  std::string stripped;
  for (const char c : text)
    if (!is_ignored(c)) stripped += capital(c);
  return stripped;
}

std::string armour(std::string_view prefix, ByteView body) {
  Bytes whole = to_bytes(body);
  const auto check = text_check(prefix, body);
  whole.insert(whole.end(), check.begin(), check.end());
  return std::string{prefix} + base32_encode(whole);
}

// The body of a text of this kind.
Result<Bytes> disarm(std::string_view prefix, std::string_view text) {
  if (text.size() > letters_max) return fail(Errc::malformed, "longer than any such text");
  const std::string stripped = strip(text);
  const std::string head = strip(prefix);  // with its colon
  if (!stripped.starts_with(head)) {
    for (const Kind& kind : kinds) {
      if (stripped.starts_with(strip(kind.prefix))) return fail(Errc::not_allowed, kind.name);
    }
    return fail(Errc::malformed, "a text that does not begin as it should");
  }
  TRY(Bytes whole, base32_decode(std::string_view{stripped}.substr(head.size())));
  if (whole.size() < check_bytes) return fail(Errc::malformed, "a text cut short");
  const auto check = Reader{ByteView{whole}.last(check_bytes)}.array<check_bytes>();
  whole.resize(whole.size() - check_bytes);
  if (text_check(prefix, whole) != check)
    return fail(Errc::malformed, "mistyped or cut: the check at its end does not fit");
  return whole;
}

Result<Reader> versioned(const Bytes& body) {
  Reader reader{body};
  if (reader.u8() != line_version)
    return fail(Errc::malformed, "made by another version of Tocsin");
  return reader;
}

Result<Place> read_place(Reader& reader) {
  const std::uint8_t is_relay = reader.u8();
  if (is_relay > 1) return fail(Errc::malformed, "a place is a relay or a peer");
  const LinkKey key{reader.array<LinkKey::size>()};
  TRY(Address address, read_address(reader));
  return Place{is_relay == 1, key, std::move(address)};
}

Result<std::string> read_person(Reader& reader) {
  const std::string person = to_text(reader.take(reader.u8()));
  TRY_VOID(check_name(person, limits::handle_bytes_max));
  return person;
}

// The roles of a text follow from its kind: one of another kind that was given this prefix, with a
// check that fits, is refused all the same.
bool is_of_this_text(std::uint8_t role, bool is_device_link) {
  return is_device_link ? role == 3 : role == 1 || role == 2;
}

Result<Invite> read_invite(Reader reader, bool is_device_link) {
  Invite invite;
  invite.suite = reader.u8();
  const std::uint8_t role = reader.u8();
  const std::size_t places = reader.u8();
  if (invite.suite != suite_1) return fail(Errc::malformed, "an invite of an unknown suite");
  if (!is_of_this_text(role, is_device_link))
    return fail(Errc::malformed, "an invite of an unknown role");
  if (places == 0 || places > limits::places_max)
    return fail(Errc::malformed, "an invite names one to four places");
  invite.role = static_cast<InviteRole>(role);
  invite.expiry_hour = reader.u32();
  invite.coalition = CoalitionId{reader.array<CoalitionId::size>()};
  invite.charter = StatementId{reader.array<StatementId::size>()};
  invite.inviter = DeviceId{reader.array<DeviceId::size>()};
  invite.secret = reader.array<32>();
  if (is_device_link) {
    TRY(invite.person, read_person(reader));
  }
  for (std::size_t i = 0; i < places; ++i) {
    TRY(Place place, read_place(reader));
    invite.places.push_back(std::move(place));
  }
  if (!reader.finished()) return fail(Errc::malformed, "an invite of the wrong length");
  return invite;
}

}  // namespace

Result<std::string> encode_text(const Invite& invite) {
  ENSURE(!invite.places.empty() && invite.places.size() <= limits::places_max);
  Writer body;
  body.u8(line_version).u8(invite.suite).u8(static_cast<std::uint8_t>(invite.role));
  body.u8(narrow<std::uint8_t>(invite.places.size())).u32(invite.expiry_hour);
  body.bytes(invite.coalition.view()).bytes(invite.charter.view()).bytes(invite.inviter.view());
  body.bytes(invite.secret);
  const bool is_device_link = invite.role == InviteRole::second_device;
  if (is_device_link)
    body.u8(narrow<std::uint8_t>(invite.person.size())).bytes(as_bytes(invite.person));
  for (const Place& place : invite.places) {
    body.u8(place.is_relay ? 1 : 0).bytes(place.key.view());
    write_address(body, place.address);
  }
  std::string text = armour(is_device_link ? device_prefix : invite_prefix, body.view());
  if (text.size() > limits::invite_letters_max)
    return fail(Errc::limit_exceeded, "longer than 512 letters: name fewer places");
  return text;
}

std::string encode_text(const RelayCard& card) {
  Writer body;
  body.u8(line_version).bytes(card.link_key.view()).bytes(card.grant_key.view());
  write_addresses(body, card.addresses);
  return armour(relay_prefix, body.view());
}

std::string encode_text(const PeerCard& card) {
  Writer body;
  body.u8(line_version).bytes(card.link_key.view());
  write_addresses(body, card.addresses);
  return armour(peer_prefix, body.view());
}

std::string encode_text(const RelayGrant& grant) {
  ENSURE(grant.box.size() == limits::relay_box_bytes);
  Writer body;
  body.u8(line_version).bytes(grant.coalition.view()).bytes(grant.authority).bytes(grant.box);
  return armour(grant_prefix, body.view());
}

Result<Invite> decode_invite(std::string_view text) {
  TRY(const Bytes body, disarm(invite_prefix, text));
  TRY(const Reader reader, versioned(body));
  return read_invite(reader, false);
}

Result<Invite> decode_device_link(std::string_view text) {
  TRY(const Bytes body, disarm(device_prefix, text));
  TRY(const Reader reader, versioned(body));
  return read_invite(reader, true);
}

Result<RelayCard> decode_relay_card(std::string_view text) {
  TRY(const Bytes body, disarm(relay_prefix, text));
  TRY(Reader reader, versioned(body));
  RelayCard card;
  card.link_key = LinkKey{reader.array<LinkKey::size>()};
  card.grant_key = GrantKey{reader.array<GrantKey::size>()};
  TRY(card.addresses, read_addresses(reader));
  if (!reader.finished() || card.addresses.empty())
    return fail(Errc::malformed, "a relay's card has one to four addresses");
  return card;
}

Result<PeerCard> decode_peer_card(std::string_view text) {
  TRY(const Bytes body, disarm(peer_prefix, text));
  TRY(Reader reader, versioned(body));
  PeerCard card;
  card.link_key = LinkKey{reader.array<LinkKey::size>()};
  TRY(card.addresses, read_addresses(reader));
  if (!reader.finished()) return fail(Errc::malformed, "a peer's card of the wrong length");
  return card;
}

Result<RelayGrant> decode_grant(std::string_view text) {
  TRY(const Bytes body, disarm(grant_prefix, text));
  TRY(Reader reader, versioned(body));
  RelayGrant grant;
  grant.coalition = CoalitionId{reader.array<CoalitionId::size>()};
  grant.authority = reader.array<32>();
  grant.box = to_bytes(reader.take(limits::relay_box_bytes));
  if (!reader.finished()) return fail(Errc::malformed, "a grant of the wrong length");
  return grant;
}

std::optional<std::size_t> stray_character(std::string_view text) {
  const std::size_t colon = text.find(':');
  for (std::size_t i = colon == std::string_view::npos ? 0 : colon + 1; i < text.size(); ++i) {
    const char c = capital(text[i]);
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
    if (!is_letter && !is_ignored(c)) return i;
  }
  return std::nullopt;
}

bool lacks_end(std::string_view text) {
  if (text.size() > letters_max) return false;
  const std::string stripped = strip(text);
  for (const Kind& kind : kinds) {
    const std::string head = strip(kind.prefix);  // with its colon
    if (stripped.starts_with(head)) return !stray_character(text) && !disarm(kind.prefix, text);
    if (!stripped.empty() && head.starts_with(stripped)) return true;
  }
  return false;
}

}  // namespace tocsin::wire
