#include "core/wire/address_codec.h"

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/limits/link.h"

namespace tocsin::wire {
namespace {

// 0: no such kind.
std::size_t host_bytes(std::uint8_t kind) {
  switch (static_cast<AddressKind>(kind)) {
    case AddressKind::ipv4:
      return 4;
    case AddressKind::ipv6:
      return 16;
    case AddressKind::onion:
      return 32;
  }
  return 0;
}

}  // namespace

void write_address(Writer& writer, const Address& address) {
  const auto kind = static_cast<std::uint8_t>(address.kind);
  ENSURE(address.host.size() == host_bytes(kind));
  writer.u8(kind).bytes(address.host).u16(address.port);
}

Result<Address> read_address(Reader& reader) {
  const std::uint8_t kind = reader.u8();
  const std::size_t bytes = host_bytes(kind);
  if (reader.failed() || bytes == 0) return fail(Errc::malformed, "an unknown kind of address");
  Address address{static_cast<AddressKind>(kind), to_bytes(reader.take(bytes)), reader.u16()};
  if (reader.failed() || address.port == 0)
    return fail(Errc::malformed, "an address without host or port");
  return address;
}

void write_addresses(Writer& writer, const std::vector<Address>& addresses) {
  ENSURE(addresses.size() <= limits::addresses_max);
  writer.u8(narrow<std::uint8_t>(addresses.size()));
  for (const Address& address : addresses) write_address(writer, address);
}

Result<std::vector<Address>> read_addresses(Reader& reader) {
  const std::size_t count = reader.u8();
  if (count > limits::addresses_max) return fail(Errc::malformed, "more than four addresses");
  std::vector<Address> addresses;
  for (std::size_t i = 0; i < count; ++i) {
    TRY(Address address, read_address(reader));
    addresses.push_back(std::move(address));
  }
  return addresses;
}

}  // namespace tocsin::wire
