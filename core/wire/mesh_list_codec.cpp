#include "core/wire/mesh_list_codec.h"

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/link.h"
#include "core/wire/address_codec.h"

namespace tocsin::wire {
namespace {

constexpr std::uint8_t list_version = 1;
constexpr std::size_t signature_bytes = 64;

void write_relay(Writer& writer, const ListedRelay& relay) {
  ENSURE(relay.box.size() == limits::relay_box_bytes);
  writer.bytes(relay.key.view()).bytes(relay.label);
  write_addresses(writer, relay.addresses);
  writer.bytes(relay.box);
}

Result<ListedRelay> read_relay(Reader& reader) {
  ListedRelay relay;
  relay.key = LinkKey{reader.array<LinkKey::size>()};
  relay.label = reader.array<16>();
  TRY(relay.addresses, read_addresses(reader));
  relay.box = to_bytes(reader.take(limits::relay_box_bytes));
  if (reader.failed()) return fail(Errc::malformed, "a mesh list cut short");
  return relay;
}

Result<void> read_handovers(Reader& reader, MeshList& list) {
  const std::size_t count = reader.u8();
  if (count > limits::handovers_max) return fail(Errc::malformed, "too many handovers");
  for (std::size_t i = 0; i < count && !reader.failed(); ++i)
    list.handovers.push_back({reader.array<32>(), reader.array<32>(), reader.array<64>()});
  return {};
}

Result<void> read_relays(Reader& reader, MeshList& list) {
  const std::size_t count = reader.u8();
  if (count > limits::listed_relays_max) return fail(Errc::malformed, "too many relays");
  for (std::size_t i = 0; i < count; ++i) {
    TRY(ListedRelay relay, read_relay(reader));
    // One order, one entry per key: so two readers cannot pick two different entries.
    if (!list.relays.empty() && list.relays.back().key >= relay.key)
      return fail(Errc::malformed, "relays out of order");
    list.relays.push_back(std::move(relay));
  }
  return {};
}

Result<void> read_stamps(Reader& reader, MeshList& list) {
  const std::size_t count = reader.u16();
  if (count > limits::listed_stamps_max) return fail(Errc::malformed, "too many stamp keys");
  for (std::size_t i = 0; i < count && !reader.failed(); ++i)
    list.stamps.emplace_back(reader.array<StampKey::size>());
  return {};
}

// The relay with the most addresses gives up its last; of equals the last in the list.
bool drop_an_address(MeshList& list) {
  const auto most = std::ranges::max_element(
      list.relays.rbegin(), list.relays.rend(), {}, [](const ListedRelay& r) {
        return r.addresses.size();
      });
  if (most == list.relays.rend() || most->addresses.empty()) return false;
  most->addresses.pop_back();
  return true;
}

}  // namespace

Bytes mesh_list_signed_part(const MeshList& list) {
  ENSURE(list.handovers.size() <= limits::handovers_max);
  ENSURE(list.relays.size() <= limits::listed_relays_max);
  ENSURE(list.stamps.size() <= limits::listed_stamps_max);
  Writer writer;
  writer.u8(list_version).bytes(list.coalition.view()).u32(list.number).u32(list.seq);
  writer.u32(list.made_hour).bytes(list.authority);
  writer.u8(narrow<std::uint8_t>(list.handovers.size()));
  for (const Handover& handover : list.handovers)
    writer.bytes(handover.old_authority).bytes(handover.new_authority).bytes(handover.signature);
  writer.u8(narrow<std::uint8_t>(list.relays.size()));
  for (const ListedRelay& relay : list.relays) write_relay(writer, relay);
  writer.u16(narrow<std::uint16_t>(list.stamps.size()));
  for (const StampKey& stamp : list.stamps) writer.bytes(stamp.view());
  return writer.take();
}

Bytes encode(const MeshList& list) {
  Bytes bytes = mesh_list_signed_part(list);
  bytes.insert(bytes.end(), list.signature.begin(), list.signature.end());
  return bytes;
}

Result<MeshList> decode_mesh_list(ByteView bytes) {
  if (bytes.size() > mesh_list_bytes_max) return fail(Errc::malformed, "a mesh list too long");
  Reader reader{bytes};
  if (reader.u8() != list_version)
    return fail(Errc::malformed, "an unknown version of the mesh list");
  MeshList list;
  list.coalition = CoalitionId{reader.array<CoalitionId::size>()};
  list.number = reader.u32();
  list.seq = reader.u32();
  list.made_hour = reader.u32();
  list.authority = reader.array<32>();
  TRY_VOID(read_handovers(reader, list));
  TRY_VOID(read_relays(reader, list));
  TRY_VOID(read_stamps(reader, list));
  list.signature = reader.array<signature_bytes>();
  if (!reader.finished()) return fail(Errc::malformed, "a mesh list of the wrong length");
  return list;
}

bool is_signed(const MeshList& list) {
  return is_list_signature(list, mesh_list_signed_part(list));
}

MeshList sign_mesh_list(MeshList list, ByteView authority_seed) {
  list.authority = crypto::sign_public_key(authority_seed);
  Bytes part = mesh_list_signed_part(list);
  while (part.size() + signature_bytes > mesh_list_bytes_max && drop_an_address(list))
    part = mesh_list_signed_part(list);
  list.signature = sign_list(list.coalition, part, authority_seed);
  return list;
}

}  // namespace tocsin::wire
