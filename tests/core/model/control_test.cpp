#include "core/model/control.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("a notice is a reply without a number and with one row") {
  const ControlReply reply = reply_of(Notice{Row{"event"}});
  CHECK(reply.is_notice());
  CHECK(reply.answer.rows == std::vector<Row>{Row{"event"}});
  CHECK(!ControlReply{1, {}}.is_notice());
}

TEST_CASE("the proof of the cookie is bound to the nonce and to the cookie") {
  const ControlCookie cookie{1};
  CHECK(control_mac(cookie, ControlNonce{1}) == control_mac(cookie, ControlNonce{1}));
  CHECK(control_mac(cookie, ControlNonce{1}) != control_mac(cookie, ControlNonce{2}));
  CHECK(control_mac(cookie, ControlNonce{1}) != control_mac(ControlCookie{2}, ControlNonce{1}));
}

}  // namespace
}  // namespace tocsin
