// config.toml of a profile: role, listen, announce, metered. Everything else is refused, so that a
// misspelt setting is never silently without effect.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/model/address.h"
#include "core/model/command.h"
#include "core/node/node.h"

namespace tocsin::daemon {

struct Config {
  std::optional<NodeRole> role;
  std::vector<Address> listen;    // none: dials only
  std::vector<Address> announce;  // what others should dial, where it is not what we listen at
  bool metered = false;           // bulk may wait; read by the overlay
  friend bool operator==(const Config&, const Config&) = default;
};

// Exit 78, with the line.
Reply<Config> parse_config(std::string_view toml);

// "IP:PORT" of the command line; exit 2.
Reply<Address> parse_listen(std::string_view text);
// Every wildcard needs an announced address; exit 78.
Reply<void> check_listen(const Config& config);

}  // namespace tocsin::daemon
