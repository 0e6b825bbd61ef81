#include "transport/peers/listener.h"

#include <algorithm>
#include <utility>

namespace tocsin::peers {

Bytes network_of(ByteView host) {
  const std::size_t kept = host.size() == 4 ? 3 : 7;
  return to_bytes(host.first(std::min(kept, host.size())));
}

Listener::Listener(uv::Loop& loop, HashNetwork hash, Accept accept)
    : loop_{loop}, hash_{std::move(hash)}, accept_{std::move(accept)} {}

Result<Address> Listener::listen(const Address& at) {
  if (at.kind == AddressKind::onion) {
    return fail(Errc::malformed, "an onion address is not listened at over TCP");
  }
  TRY(uv::TcpListener socket,
      uv::TcpListener::listen(loop_,
                              uv::Endpoint{at.host, at.port},
                              [this](uv::Stream stream, const uv::Endpoint& from) {
                                accept_(std::move(stream), hash_(network_of(from.host)));
                              }));
  Address bound = at;
  bound.port = socket.local().port;
  sockets_.push_back(std::move(socket));
  return bound;
}

}  // namespace tocsin::peers
