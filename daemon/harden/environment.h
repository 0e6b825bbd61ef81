// The environment: read once for the few names that mean something here, then cleared, so that no
// library finds a setting of somebody else's in it and no child inherits one.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace tocsin::harden {

class KnownEnvironment {
 public:
  static KnownEnvironment take();  // clears the process's own

  std::optional<std::string> operator()(const char* name) const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace tocsin::harden
