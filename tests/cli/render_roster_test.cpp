#include "cli/render_roster.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("whoever reads of an export hears who asks, for how many, and what cannot be undone") {
  Row review{"export_review"};
  review.set("id", Value{Bytes(32, 0xab)}).set("words", "amber basket candle dune ember fjord");
  review.set("asked_by", "chi").set("workers", 812).set("cell", "public/metro");
  const std::string text = render({review}, Look{});
  CHECK(text.find("chi asks to write out 812 workers of public/metro") != std::string::npos);
  CHECK(text.find("amber basket candle dune ember fjord") != std::string::npos);
  CHECK(text.find("nothing here can take it back") != std::string::npos);
  CHECK(text.find("tocsin confirm abababab --approve") != std::string::npos);
}

}  // namespace tocsin::cli
