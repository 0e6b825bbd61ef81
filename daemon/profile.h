// Where a profile lives: its data directory, its runtime directory, its control socket. Paths and
// the checks of them; what lies in the store is daemon/store's.
//   DATA/tocsin/PROFILE/     config.toml, unlock-key (relay), store/{store.db, key}
//   RUNTIME/tocsin/PROFILE/  ctl, cookie
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/model/command.h"
#include "core/node/node.h"
#include "daemon/descriptor.h"

namespace tocsin::daemon {

// getenv, or a test's.
using Environment = std::function<std::optional<std::string>(const char*)>;

struct Places {
  std::string data;     // absolute
  std::string runtime;  // absolute

  std::string store() const { return data + "/store"; }

  std::string store_in_making() const { return data + "/store.new"; }

  std::string socket() const { return runtime + "/ctl"; }
};

// [a-z0-9-]{1,32}
bool is_profile_name(const std::string& name);

// Without looking at the disk. A relay run by the system's service manager has its directories
// named by it.
Reply<Places> places_of(const std::string& profile, NodeRole role, const Environment& environment);

struct Profile {
  std::string name;
  Places places;
  Descriptor data;
  Descriptor runtime;

  bool has_store() const;
  bool has_store_in_making() const;
  // What a crash in the middle of a creation left.
  void clear_store_in_making() const;
  // The last step of creation: a profile exists whole or not at all.
  Reply<void> finish_store() const;
  // The store in the making takes the place of the store, which lies there then: at any moment one
  // whole store is in its place.
  Reply<void> exchange_store() const;
  Reply<void> sync() const;  // the data folder's entries are on the disk
};

Reply<Profile> open_profile(const std::string& name, Places places);

}  // namespace tocsin::daemon
