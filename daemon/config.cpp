#include "daemon/config.h"

#include <string>

#include <toml++/toml.h>

#include "core/base/text.h"
#include "daemon/address_text.h"

namespace tocsin::daemon {
namespace {

constexpr std::size_t config_bytes_max = 64 * 1024;  // a file this long is not a config
constexpr std::size_t addresses_max = 8;

tl::unexpected<Refusal> refuse_line(const toml::source_region& where, const std::string& why) {
  return refuse(Exit::config,
                "E_CONFIG",
                "config.toml line " + std::to_string(where.begin.line) + ": " + why);
}

Reply<std::vector<Address>> addresses(const std::string& name, const toml::node& node) {
  std::vector<Address> out;
  const toml::array* list = node.as_array();
  toml::array single;
  if (list == nullptr && node.is_string()) {
    single.push_back(*node.value<std::string>());
    list = &single;
  }
  if (list == nullptr) return refuse_line(node.source(), name + " is a list of \"IP:PORT\"");
  for (const toml::node& each : *list) {
    const auto text = each.value<std::string>();
    if (!text) return refuse_line(node.source(), name + " is a list of \"IP:PORT\"");
    const auto address = address_from(*text);
    if (!address) {
      return refuse_line(node.source(),
                         name + ": " + escape_for_terminal(*text) + ": " +
                             std::string{address.error().what.view()});
    }
    out.push_back(*address);
  }
  if (out.size() > addresses_max)
    return refuse_line(node.source(), name + " has more than 8 addresses");
  return out;
}

Reply<void> take(Config& config, const std::string& name, const toml::node& node) {
  if (name == "role") {
    const std::string role = node.value<std::string>().value_or("");
    if (role == "node") config.role = NodeRole::node;
    if (role == "relay") config.role = NodeRole::relay;
    if (!config.role) return refuse_line(node.source(), "role is \"node\" or \"relay\"");
    return {};
  }
  if (name == "metered") {
    if (!node.is_boolean()) return refuse_line(node.source(), "metered is true or false");
    config.metered = *node.value<bool>();
    return {};
  }
  if (name == "listen" || name == "announce") {
    auto list = addresses(name, node);
    if (!list) return tl::unexpected{list.error()};
    (name == "listen" ? config.listen : config.announce) = std::move(*list);
    return {};
  }
  return refuse_line(node.source(), "unknown setting " + escape_for_terminal(name));
}

}  // namespace

Reply<Config> parse_config(std::string_view toml) {
  if (toml.size() > config_bytes_max)
    return refuse(Exit::config, "E_CONFIG", "config.toml is too large");
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return refuse_line(error.source(), escape_for_terminal(error.description()));
  }
  Config config;
  for (const auto& [name, node] : table) {
    if (auto taken = take(config, std::string{name.str()}, node); !taken)
      return tl::unexpected{taken.error()};
  }
  if (auto checked = check_listen(config); !checked) return tl::unexpected{checked.error()};
  return config;
}

Reply<Address> parse_listen(std::string_view text) {
  const auto address = address_from(text);
  if (!address) {
    return refuse(
        Exit::usage,
        "E_USAGE",
        "--listen " + escape_for_terminal(text) + ": " + std::string{address.error().what.view()});
  }
  return *address;
}

Reply<void> check_listen(const Config& config) {
  for (const Address& address : config.announce) {
    if (is_wildcard(address) || address.port == 0) {
      return refuse(
          Exit::config, "E_CONFIG", "announce " + text_of(address) + ": nobody can dial that");
    }
  }
  for (const Address& address : config.listen) {
    if (is_wildcard(address) && config.announce.empty()) {
      return refuse(Exit::config,
                    "E_CONFIG",
                    "listen " + text_of(address) + ": nobody can dial that",
                    "name the address that others dial: announce = [\"IP:PORT\"] in config.toml");
    }
  }
  return {};
}

}  // namespace tocsin::daemon
