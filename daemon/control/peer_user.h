// Who may speak on the control socket: the same uid and nobody else. Root is refused too: it needs
// no socket to read our memory, and a set-uid accident is no reason to act as this user.
#pragma once

#include <cstdint>
#include <optional>

namespace tocsin::control {

bool may_speak(std::optional<std::uint32_t> peer_user, std::uint32_t own_user);

}  // namespace tocsin::control
