#include "daemon/control/peer_user.h"

namespace tocsin::control {

bool may_speak(std::optional<std::uint32_t> peer_user, std::uint32_t own_user) {
  return peer_user.has_value() && *peer_user == own_user;
}

}  // namespace tocsin::control
