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

TEST_CASE(
    "a list may be shared among one org's delegates and named devices, not with its members") {
  const ChannelPart delegates{OrgId::zero(), true, false, {}};
  const ChannelPart members{OrgId::zero(), true, true, {}};
  CHECK(is_for_lists({delegates}));
  CHECK_FALSE(is_for_lists({members}));
  CHECK_FALSE(is_for_lists({delegates, delegates}));
  CHECK_FALSE(is_for_lists({}));
}

}  // namespace tocsin
