// A disk that is going: while one of these lives, fsync of one folder fails.
#pragma once

#include <string>

namespace tocsin::tests {

class FailingSync {
 public:
  explicit FailingSync(const std::string& folder);
  ~FailingSync();
  FailingSync(const FailingSync&) = delete;
  FailingSync& operator=(const FailingSync&) = delete;
};

}  // namespace tocsin::tests
