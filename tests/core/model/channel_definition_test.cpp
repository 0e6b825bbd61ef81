#include "core/model/channel_definition.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a channel's name is a slug, and none that means another channel") {
  for (const char* name : {"tours", "list-2", "ab"}) CHECK(check_channel_name(name));
  for (const char* name : {"", "a", "Tours", "two words", "assembly", "org", "tour\n"}) {
    INFO(name);
    CHECK_FALSE(check_channel_name(name));
  }
}

}  // namespace tocsin
