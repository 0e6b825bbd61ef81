#include "cli/qr.h"

#include <sstream>
#include <string>

#include "core/base/text.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a picture is square: half as many lines as columns, all of one width") {
  std::istringstream stream{qr_picture("TOCSIN-INVITE-1:ABCDEFGH")};
  std::size_t lines = 0;
  std::size_t width = 0;
  for (std::string line; std::getline(stream, line); ++lines) {
    if (lines == 0) width = columns(line);
    CHECK(columns(line) == width);
  }
  CHECK(width >= 29);
  CHECK(lines == (width + 1) / 2);
}

TEST_CASE("on paper is drawn what a screen leaves dark") {
  const std::string screen = qr_picture("X");
  const std::string paper = qr_picture("X", Ink::paper);
  REQUIRE(screen != paper);
  // The quiet zone is the paper itself.
  CHECK(paper.starts_with("    "));
  CHECK_FALSE(screen.starts_with(" "));
}

TEST_CASE("an invite of the largest size fits a screen, a novel fits no picture") {
  CHECK_FALSE(qr_picture(std::string(512, 'A')).empty());
  CHECK(qr_picture(std::string(10'000, 'A')).empty());
}

}  // namespace tocsin::cli
