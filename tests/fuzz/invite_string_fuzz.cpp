// Text that somebody was given: read as each kind, raw and as the body of a text whose check fits.
#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/model/invite.h"
#include "core/wire/invite_codec.h"

namespace {

void read_all(std::string_view text) {
  if (const auto invite = tocsin::wire::decode_invite(text)) {
    const auto again = tocsin::wire::encode_text(*invite);
    if (again) ENSURE(*tocsin::wire::decode_invite(*again) == *invite);
  }
  if (const auto link = tocsin::wire::decode_device_link(text)) {
    const auto again = tocsin::wire::encode_text(*link);
    if (again) ENSURE(*tocsin::wire::decode_device_link(*again) == *link);
    ENSURE(!tocsin::wire::decode_invite(text));
  }
  if (const auto card = tocsin::wire::decode_relay_card(text))
    ENSURE(*tocsin::wire::decode_relay_card(tocsin::wire::encode_text(*card)) == *card);
  if (const auto card = tocsin::wire::decode_peer_card(text))
    ENSURE(*tocsin::wire::decode_peer_card(tocsin::wire::encode_text(*card)) == *card);
  if (const auto grant = tocsin::wire::decode_grant(text))
    ENSURE(*tocsin::wire::decode_grant(tocsin::wire::encode_text(*grant)) == *grant);
  const auto stray = tocsin::wire::stray_character(text);
  ENSURE(!stray || *stray < text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  read_all(tocsin::to_text(bytes));
  constexpr std::string_view prefixes[] = {"TOCSIN-INVITE-1:",
                                           "TOCSIN-DEVICE-1:",
                                           "TOCSIN-RELAY-1:",
                                           "TOCSIN-PEER-1:",
                                           "TOCSIN-GRANT-1:"};
  for (const std::string_view prefix : prefixes) {
    tocsin::Bytes whole = tocsin::to_bytes(bytes);
    const auto check = tocsin::text_check(prefix, bytes);
    whole.insert(whole.end(), check.begin(), check.end());
    read_all(std::string{prefix} + tocsin::base32_encode(whole));
  }
  return 0;
}
