#include "core/base/random.h"

#include <algorithm>
#include <chrono>
#include <deque>

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

// Says what it was told to say.
class Scripted final : public Random {
 public:
  explicit Scripted(std::deque<std::uint64_t> words) : words_{std::move(words)} {}

  void fill(std::span<std::uint8_t> out) override {
    REQUIRE(out.size() == 8);
    REQUIRE_FALSE(words_.empty());
    for (std::size_t i = 0; i < 8; ++i)
      out[i] = static_cast<std::uint8_t>((words_.front() >> (56 - 8 * i)) & 0xff);
    words_.pop_front();
  }

  std::size_t left() const { return words_.size(); }

 private:
  std::deque<std::uint64_t> words_;
};

TEST_CASE("below rejects the values that would favour small results") {
  // 2^64 mod 3 is 1: the value 0 alone is one too many.
  Scripted random{{0, 5}};
  CHECK(random.below(3) == 2);
  CHECK(random.left() == 0);
}

TEST_CASE("below a power of two rejects nothing") {
  Scripted random{{0, 0xffffffffffffffff}};
  CHECK(random.below(16) == 0);
  CHECK(random.below(16) == 15);
}

TEST_CASE("between reaches both its ends") {
  using std::chrono::milliseconds;
  Scripted random{{32, 34, 7}};
  CHECK(random.between(milliseconds{10}, milliseconds{12}) == milliseconds{12});
  CHECK(random.between(milliseconds{10}, milliseconds{12}) == milliseconds{11});
  CHECK(random.between(milliseconds{10}, milliseconds{10}) == milliseconds{10});
}

}  // namespace
}  // namespace tocsin
