// Listening sockets, and what of a stranger's address may be known: a keyed hash of its network.
#pragma once

#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/model/address.h"
#include "core/seam/event.h"
#include "transport/uv/tcp.h"

namespace tocsin::peers {

// The /24 or /56 of an address: enough to share a budget.
Bytes network_of(ByteView host);

// Keyed by a secret of this process, so that a NetPrefix cannot be turned back by trying all
// networks.
using HashNetwork = std::function<NetPrefix(ByteView network)>;

class Listener {
 public:
  using Accept = std::function<void(uv::Stream, NetPrefix)>;

  Listener(uv::Loop& loop, HashNetwork hash, Accept accept);

  // The address bound, with the port that was found if it was 0. Onion addresses are not listened
  // at here.
  Result<Address> listen(const Address& at);

  void stop() { sockets_.clear(); }

 private:
  uv::Loop& loop_;
  HashNetwork hash_;
  Accept accept_;
  std::vector<uv::TcpListener> sockets_;
};

}  // namespace tocsin::peers
