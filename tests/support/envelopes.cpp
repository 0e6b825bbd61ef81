#include "tests/support/envelopes.h"

#include <algorithm>

#include "core/model/limits/link.h"
#include "core/model/statement.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin::tests {
namespace {

Bytes seed_of(std::uint8_t kind, std::uint8_t number) {
  Bytes seed(32, number);
  seed.front() = kind;
  return seed;
}

constexpr std::uint8_t admission_kind = 1;
constexpr std::uint8_t stamp_kind = 2;
constexpr std::uint8_t authority_kind = 3;

}  // namespace

Envelope make_envelope(const EnvelopeOptions& options, Random& random) {
  namespace layout = envelope_layout;
  Bytes bytes(std::size_t{512} << options.bucket);
  random.fill(bytes);
  const Bytes seed = seed_of(admission_kind, options.route);
  Writer head;
  head.u8(suite_1).u8(options.bucket).u32(options.expiry_hour).bytes(crypto::sign_public_key(seed));
  std::ranges::copy(head.view(), bytes.begin());
  const EnvelopeId id = Envelope::from(bytes).value().id();
  const Domain domain{options.coalition, Mode::none};
  crypto::Signature signature = crypto::sign(seed, signature_input(domain, "admission", id.view()));
  if (!options.is_admitted) signature.front() = static_cast<std::uint8_t>(signature.front() ^ 1U);
  std::ranges::copy(signature, bytes.begin() + layout::asig);
  return Envelope::from(std::move(bytes)).value();
}

Route route_of(std::uint8_t number) {
  Bytes bytes(512);
  Writer head;
  head.u8(suite_1).u8(0).u32(0);
  head.bytes(crypto::sign_public_key(seed_of(admission_kind, number)));
  std::ranges::copy(head.view(), bytes.begin());
  return Envelope::from(std::move(bytes)).value().route();
}

Stamp make_stamp(const CoalitionId& coalition, const EnvelopeId& id, std::uint8_t number) {
  const Bytes seed = seed_of(stamp_kind, number);
  const Domain domain{coalition, Mode::none};
  return Stamp{StampKey{crypto::sign_public_key(seed)},
               crypto::sign(seed, signature_input(domain, "stamp", id.view()))};
}

StampKey stamp_key(std::uint8_t number) {
  return StampKey{crypto::sign_public_key(seed_of(stamp_kind, number))};
}

Bytes make_list(const ListOptions& options) {
  MeshList list;
  list.coalition = options.coalition;
  list.number = 1;
  list.seq = options.seq;
  list.made_hour = 1;
  list.relays = options.relays;
  std::ranges::sort(list.relays, {}, &ListedRelay::key);
  list.stamps = options.stamps;
  return wire::encode(wire::sign_mesh_list(list, seed_of(authority_kind, options.authority)));
}

crypto::SignPublicKey authority_key(std::uint8_t number) {
  return crypto::sign_public_key(seed_of(authority_kind, number));
}

ListedRelay make_listed(const LinkKey& key, std::string_view label, const Address& address) {
  ListedRelay relay;
  relay.key = key;
  std::ranges::copy(as_bytes(label).first(std::min<std::size_t>(label.size(), 16)),
                    relay.label.begin());
  relay.addresses = {address};
  relay.box = Bytes(limits::relay_box_bytes, 7);
  return relay;
}

}  // namespace tocsin::tests
