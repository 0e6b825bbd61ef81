#include "daemon/address_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "core/base/codes.h"

namespace tocsin::daemon {
namespace {

std::optional<std::uint16_t> port_from(std::string_view text) {
  std::uint16_t port = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return port;
}

std::optional<Bytes> host_from(int family, const std::string& text, std::size_t size) {
  Bytes host(size);
  if (::inet_pton(family, text.c_str(), host.data()) != 1) return std::nullopt;
  return host;
}

}  // namespace

Result<Address> address_from(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return fail(Errc::malformed, "an address has a port: 192.0.2.7:4410");
  const auto port = port_from(text.substr(colon + 1));
  if (!port) return fail(Errc::malformed, "a port is a number from 0 to 65535");
  std::string_view name = text.substr(0, colon);
  if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
    const auto host = host_from(AF_INET6, std::string{name.substr(1, name.size() - 2)}, 16);
    if (!host) return fail(Errc::malformed, "not an IPv6 address in brackets");
    return Address{AddressKind::ipv6, *host, *port};
  }
  const auto host = host_from(AF_INET, std::string{name}, 4);
  if (!host) return fail(Errc::malformed, "not an IP address; names are not looked up");
  return Address{AddressKind::ipv4, *host, *port};
}

std::string text_of(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const std::string port = ":" + std::to_string(address.port);
  switch (address.kind) {
    case AddressKind::ipv4:
      ::inet_ntop(AF_INET, address.host.data(), text.data(), text.size());
      return text.data() + port;
    case AddressKind::ipv6:
      ::inet_ntop(AF_INET6, address.host.data(), text.data(), text.size());
      return "[" + std::string{text.data()} + "]" + port;
    case AddressKind::onion:
      return base32_encode(address.host) + port;
  }
  return {};
}

bool is_wildcard(const Address& address) {
  return std::ranges::all_of(address.host, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace tocsin::daemon
