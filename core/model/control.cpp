#include "core/model/control.h"

#include <utility>

#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin {

ControlReply reply_of(Notice notice) {
  ControlReply reply;
  reply.answer.rows.push_back(std::move(notice.row));
  return reply;
}

ControlMac control_mac(const ControlCookie& cookie, const ControlNonce& nonce) {
  ControlMac mac{};
  crypto::kdf(mac, cookie, labels::control_cookie, {ByteView{nonce}});
  return mac;
}

}  // namespace tocsin
