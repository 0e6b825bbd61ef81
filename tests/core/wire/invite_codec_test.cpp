#include "core/wire/invite_codec.h"

#include "core/model/limits/link.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::wire {
namespace {

const Address clear_address{AddressKind::ipv4, {10, 0, 0, 1}, 4711};

Invite sample_invite(std::size_t places = 1) {
  tests::SeededRandom random{1};
  Invite invite;
  invite.role = InviteRole::known_device;
  invite.expiry_hour = 480'000;
  invite.coalition = CoalitionId{random.array<32>()};
  invite.charter = StatementId{random.array<32>()};
  invite.inviter = DeviceId{random.array<32>()};
  invite.secret = random.array<32>();
  for (std::size_t i = 0; i < places; ++i)
    invite.places.push_back({i % 2 == 0, LinkKey{random.array<32>()}, clear_address});
  return invite;
}

Invite sample_link(std::size_t places = 1) {
  Invite link = sample_invite(places);
  link.role = InviteRole::second_device;
  link.person = "ana";
  return link;
}

RelayCard relay_card() {
  tests::SeededRandom random{2};
  return {LinkKey{random.array<32>()}, GrantKey{random.array<32>()}, {clear_address}};
}

PeerCard peer_card() {
  tests::SeededRandom random{3};
  return {LinkKey{random.array<32>()}, {}};
}

RelayGrant grant() {
  tests::SeededRandom random{4};
  return {CoalitionId{random.array<32>()}, random.array<32>(), Bytes(144, 9)};
}

// As it arrives by telephone, mail and copying.
std::string roughed_up(std::string text) {
  std::string rough = "  ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    rough += c >= 'A' && c <= 'Z' && i % 3 == 0 ? static_cast<char>(c - 'A' + 'a') : c;
    if (i % 5 == 4) rough += i % 2 == 0 ? "-" : "\r\n\t ";
  }
  return rough + "\n";
}

}  // namespace

TEST_CASE("each text comes back as it was, also with blanks, hyphens and small letters") {
  const std::string text = *encode_text(sample_invite());
  CHECK(text.starts_with("TOCSIN-INVITE-1:"));
  CHECK(*decode_invite(text) == sample_invite());
  CHECK(*decode_invite(roughed_up(text)) == sample_invite());
  CHECK(*decode_relay_card(roughed_up(encode_text(relay_card()))) == relay_card());
  CHECK(*decode_peer_card(roughed_up(encode_text(peer_card()))) == peer_card());
  CHECK(*decode_grant(roughed_up(encode_text(grant()))) == grant());
}

TEST_CASE("an invite with one relay at an IPv4 address has 306 letters") {
  CHECK(encode_text(sample_invite())->size() == 306);
}

TEST_CASE("four IPv4 places fit into an invite, four onion places do not") {
  CHECK(encode_text(sample_invite(4)));
  Invite invite = sample_invite(4);
  for (Place& place : invite.places) place.address = {AddressKind::onion, Bytes(32, 1), 80};
  const auto text = encode_text(invite);
  REQUIRE_FALSE(text);
  CHECK(text.error().code == Errc::limit_exceeded);
}

TEST_CASE("a text of another kind is refused by its own name") {
  const std::string card = encode_text(relay_card());
  const auto read = decode_invite(card);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Errc::not_allowed);
  CHECK(read.error().what.view().find("relay's card") != std::string_view::npos);
  CHECK(decode_relay_card(*encode_text(sample_invite())).error().what.view().find("an invite") !=
        std::string_view::npos);
  CHECK(decode_invite("TOCSIN-DEVICE-1:AAAA").error().what.view().find("device") !=
        std::string_view::npos);
  CHECK(decode_invite("TOCSIN-INVITE-2:AAAA").error().code == Errc::malformed);
  CHECK(decode_invite("").error().code == Errc::malformed);
}

TEST_CASE("an invite whose prefix was exchanged is refused by its check") {
  std::string text = encode_text(peer_card());
  text.replace(0, std::string_view{"TOCSIN-PEER-1:"}.size(), "TOCSIN-INVITE-1:");
  CHECK_FALSE(decode_invite(text));
}

TEST_CASE("one letter changed, left out or added is found") {
  const std::string text = *encode_text(sample_invite());
  for (std::size_t at = 0; at < text.size(); ++at) {
    CAPTURE(at);
    std::string changed = text;
    changed[at] = changed[at] == 'B' ? 'C' : 'B';
    CHECK_FALSE(decode_invite(changed));
    if (text[at] == '-') continue;  // hyphens are decoration
    std::string shorter = text;
    shorter.erase(at, 1);
    CHECK_FALSE(decode_invite(shorter));
  }
  CHECK_FALSE(decode_invite(text + "A"));
}

TEST_CASE("a text is not whole until its last letter, wherever it was wrapped") {
  for (const std::string& text : {*encode_text(sample_invite()),
                                  *encode_text(sample_link()),
                                  encode_text(relay_card()),
                                  encode_text(peer_card()),
                                  encode_text(grant())}) {
    for (std::size_t end = 1; end < text.size(); ++end)
      if (!lacks_end(text.substr(0, end))) FAIL(end);
    CHECK_FALSE(lacks_end(text));
    CHECK_FALSE(lacks_end(roughed_up(text)));
  }
}

TEST_CASE("what begins as no text, or holds a stray character, is waited for no longer") {
  CHECK_FALSE(lacks_end(""));
  CHECK_FALSE(lacks_end("amber basket candle"));
  CHECK_FALSE(lacks_end("TOCSIN-GRANT-1:ABC!"));
  CHECK_FALSE(lacks_end("TOCSIN-GRANT-1:" + std::string(5000, 'A')));
}

TEST_CASE("a character that no text has is refused, with its position") {
  std::string text = *encode_text(sample_invite());
  CHECK_FALSE(stray_character(text));
  text[20] = '1';
  CHECK(stray_character(text) == 20);
  CHECK_FALSE(decode_invite(text));
}

TEST_CASE("an invite needs places, and its role and suite must be known") {
  tests::SeededRandom random{7};
  Invite invite = sample_invite();
  invite.role = static_cast<InviteRole>(4);
  CHECK_FALSE(decode_invite(*encode_text(invite)));
  invite = sample_invite();
  invite.suite = 2;
  CHECK_FALSE(decode_invite(*encode_text(invite)));
  RelayCard card = relay_card();
  card.addresses.clear();
  CHECK_FALSE(decode_relay_card(encode_text(card)));
}

TEST_CASE("a device link comes back as it was, with the name of its person") {
  const std::string text = *encode_text(sample_link());
  CHECK(text.starts_with("TOCSIN-DEVICE-1:"));
  CHECK(*decode_device_link(text) == sample_link());
  CHECK(*decode_device_link(roughed_up(text)) == sample_link());
  CHECK(encode_text(sample_link(4)));
}

TEST_CASE(
    "invite and device link are refused by each other's reader, by name and whatever is redone") {
  const auto link = decode_invite(*encode_text(sample_link()));
  REQUIRE_FALSE(link);
  CHECK(link.error().code == Errc::not_allowed);
  CHECK(link.error().what.view().find("tocsin device-link use") != std::string_view::npos);
  const auto invite = decode_device_link(*encode_text(sample_invite()));
  REQUIRE_FALSE(invite);
  CHECK(invite.error().code == Errc::not_allowed);
  CHECK(invite.error().what.view().find("tocsin accept") != std::string_view::npos);
  const auto dressed_as = [](std::string_view prefix, std::string_view text) {
    Bytes body = *base32_decode(text.substr(text.find(':') + 1));
    body.resize(body.size() - 5);
    const auto check = text_check(prefix, body);
    body.insert(body.end(), check.begin(), check.end());
    return std::string{prefix} + base32_encode(body);
  };
  CHECK_FALSE(decode_invite(dressed_as("TOCSIN-INVITE-1:", *encode_text(sample_link()))));
  CHECK_FALSE(decode_device_link(dressed_as("TOCSIN-DEVICE-1:", *encode_text(sample_invite()))));
  REQUIRE(decode_device_link(dressed_as("TOCSIN-DEVICE-1:", *encode_text(sample_link()))));
}

TEST_CASE("a device link of nobody, or of a name that is none, is refused") {
  Invite link = sample_link();
  for (const std::string& name : {std::string{}, std::string(41, 'a'), std::string{"a\nb"}}) {
    link.person = name;
    CHECK_FALSE(decode_device_link(*encode_text(link)));
  }
}

}  // namespace tocsin::wire
