#include "core/model/invite.h"

#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("the check of a text depends on its kind and on every byte") {
  const Bytes body{1, 2, 3};
  const auto check = text_check("TOCSIN-INVITE-1:", body);
  CHECK(check == text_check("TOCSIN-INVITE-1:", body));
  CHECK(check != text_check("TOCSIN-DEVICE-1:", body));
  CHECK(check != text_check("TOCSIN-INVITE-1:", Bytes{1, 2, 4}));
}

TEST_CASE("two invites have two tickets, and neither is the secret") {
  const Bytes secret(32, 1);
  CHECK(invite_ticket(secret) != invite_ticket(Bytes(32, 2)));
  CHECK_FALSE(same_bytes(invite_ticket(secret), secret));
}

}  // namespace tocsin
