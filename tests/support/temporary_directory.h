// A private directory that is gone with its owner.
#pragma once

#include <filesystem>
#include <string>

namespace tocsin::tests {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string path() const { return path_.string(); }

  std::string operator/(const std::string& name) const { return path() + "/" + name; }

 private:
  std::filesystem::path path_;
};

}  // namespace tocsin::tests
