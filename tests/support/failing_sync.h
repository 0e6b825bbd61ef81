// A disk that is going: while one of these lives, fsync and fdatasync of one folder or file fail,
// or are the moment at which the process is killed.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin::tests {

class FailingSync {
 public:
  enum class How : std::uint8_t { fails, kills };

  explicit FailingSync(const std::string& path, How how = How::fails);
  ~FailingSync();
  FailingSync(const FailingSync&) = delete;
  FailingSync& operator=(const FailingSync&) = delete;
};

}  // namespace tocsin::tests
