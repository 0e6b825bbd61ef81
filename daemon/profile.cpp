#include "daemon/profile.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/model/limits/control.h"
#include "daemon/private_files.h"

namespace tocsin::daemon {
namespace {

bool has(const Descriptor& folder, const char* name) {
  struct stat status{};
  return ::fstatat(folder.number(), name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

std::optional<std::string> named(const Environment& environment, const char* name) {
  auto value = environment(name);
  return value && !value->empty() ? value : std::nullopt;
}

std::string ours(std::string above, const std::string& profile) {
  while (!above.empty() && above.back() == '/') above.pop_back();
  return above + "/tocsin/" + profile;
}

}  // namespace

bool is_profile_name(const std::string& name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 32 && std::ranges::all_of(name, is_allowed);
}

Reply<Places> places_of(const std::string& profile, NodeRole role, const Environment& environment) {
  if (!is_profile_name(profile)) {
    return refuse(Exit::usage, "E_PROFILE", "a profile's name has 1 to 32 of a-z, 0-9 and -");
  }
  const bool is_relay = role == NodeRole::relay;
  auto data = is_relay ? named(environment, "STATE_DIRECTORY") : std::nullopt;
  if (!data) data = named(environment, "XDG_DATA_HOME");
  if (!data) {
    const auto home = named(environment, "HOME");
    if (!home) return refuse(Exit::config, "E_CONFIG", "neither XDG_DATA_HOME nor HOME is set");
    data = *home + "/.local/share";
  }
  auto runtime = is_relay ? named(environment, "RUNTIME_DIRECTORY") : std::nullopt;
  if (!runtime) runtime = named(environment, "XDG_RUNTIME_DIR");
  // No fall-back to /tmp: others could plant a socket there and be asked for a passphrase.
  if (!runtime)
    return refuse(Exit::config,
                  "E_CONFIG",
                  "XDG_RUNTIME_DIR is not set",
                  "log in as this user, or set it to a private directory");
  Places places{ours(*data, profile), ours(*runtime, profile)};
  if (places.socket().size() > limits::socket_path_bytes_max) {
    return refuse(Exit::permission,
                  "E_PATH",
                  escape_for_terminal(places.socket()) + ": longer than 100 bytes",
                  "set XDG_RUNTIME_DIR to a shorter path");
  }
  return places;
}

bool Profile::has_store() const {
  return has(data, "store");
}

bool Profile::has_store_in_making() const {
  return has(data, "store.new");
}

void Profile::clear_store_in_making() const {
  // remove_all removes a link, not what it points to.
  std::error_code ignored;  // creation fails next, and says so
  std::filesystem::remove_all(places.store_in_making(), ignored);
}

Reply<void> Profile::finish_store() const {
  if (::renameat(data.number(), "store.new", data.number(), "store") != 0 ||
      ::fsync(data.number()) != 0) {
    return refuse(Exit::io, "E_STORAGE", "the new profile cannot be put in its place");
  }
  return {};
}

Reply<void> Profile::exchange_store() const {
  // glibc's own function, for its flag; a file system that cannot do it changes nothing.
  if (::renameat2(data.number(), "store.new", data.number(), "store", RENAME_EXCHANGE) != 0)
    return refuse(Exit::io,
                  "E_STORAGE",
                  "this file system cannot exchange two folders; the store is as it was",
                  "move the profile to ext4, btrfs or xfs (XDG_DATA_HOME)");
  return {};
}

Reply<void> Profile::sync() const {
  if (::fsync(data.number()) != 0)
    return refuse(Exit::io,
                  "E_STORAGE",
                  "the disk does not take what was written; the profile stays locked, and is whole",
                  "look after the disk, then tocsin unlock");
  return {};
}

Reply<Profile> open_profile(const std::string& name, Places places) {
  constexpr int private_steps = 2;  // tocsin/PROFILE
  auto data = open_private_directory(places.data, private_steps);
  if (!data) return tl::unexpected{data.error()};
  auto runtime = open_private_directory(places.runtime, private_steps);
  if (!runtime) return tl::unexpected{runtime.error()};
  return Profile{name, std::move(places), std::move(*data), std::move(*runtime)};
}

}  // namespace tocsin::daemon
