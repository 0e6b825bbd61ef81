// A directory of a test's own, short enough for a socket's path, removed at the end. Its parents
// are as private as the daemon asks for: /tmp is root's and sticky.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/base/ensure.h"

namespace tocsin::tests {

class PrivateDirectory {
 public:
  PrivateDirectory() {
    std::string made = "/tmp/tocsin-XXXXXX";
    ENSURE(::mkdtemp(made.data()) != nullptr);
    path_ = made;
  }

  ~PrivateDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  PrivateDirectory(const PrivateDirectory&) = delete;
  PrivateDirectory& operator=(const PrivateDirectory&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tocsin::tests
