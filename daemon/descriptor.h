// One open file descriptor and its end.
#pragma once

#include <utility>

#include <unistd.h>

namespace tocsin::daemon {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_{number} {}

  ~Descriptor() { close(); }

  Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

  explicit operator bool() const { return number_ >= 0; }

  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

}  // namespace tocsin::daemon
