// What an invite's holders may send: requests, pieces and seals of any bytes. Nothing but the
// honest request holds.
#include <cstddef>
#include <cstdint>

#include "core/base/ensure.h"
#include "core/channel/join.h"
#include "tests/support/channel_devices.h"

namespace tocsin::channel {
namespace {

void try_join(ByteView bytes) {
  static tests::ChannelDevices devices{1, 1};
  Invite invite;
  invite.coalition = devices.domain.coalition;
  invite.secret.fill(3);
  invite.inviter = devices[0].keys.id;
  ENSURE(!read_request(bytes, invite, Mode::actual));  // nobody signed it
  ENSURE(!open_request(invite.secret, bytes));
  ENSURE(!open_direct(invite.coalition, devices[0].keys, devices[0].prekeys.own(), bytes));
  Pieces pieces;
  const auto whole = pieces.take(bytes);
  ENSURE(!whole || whole->size() < bytes.size());
  for (std::size_t at = 0; at < bytes.size(); at += 16)
    static_cast<void>(pieces.take(bytes.subspan(at)));
}

}  // namespace
}  // namespace tocsin::channel

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::channel::try_join({data, size});
  return 0;
}
