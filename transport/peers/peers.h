// Byte streams to other nodes: makes LinkOpened, BytesReceived, BytesSent, LinkClosed and
// DialFailed, carries out SendBytes, Dial and CloseLink. It knows numbers and bytes, never who is
// at the other end. Next: listener.h, dialer.h.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include "core/base/result.h"
#include "core/seam/effects.h"
#include "core/seam/event.h"
#include "transport/peers/dialer.h"
#include "transport/peers/listener.h"

namespace tocsin::peers {

class Peers {
 public:
  // Called from socket callbacks and from inside send() and close(): it must only queue.
  using Tell = std::function<void(Event)>;

  Peers(uv::Loop& loop, HashNetwork hash, Tell tell);
  ~Peers();

  Result<Address> listen(const Address& at);
  void dial(DialId id, const Address& address);
  void send(LinkId link, Bytes bytes);
  void close(LinkId link);  // LinkClosed follows, as it does when the other end closes

  // Of all links, or of one that crowds out others.
  void pause_reading(bool paused);
  void pause_reading(LinkId link, bool paused);

  // Listeners, attempts and links, without an event: who was told of them is gone.
  void close_all();

  std::size_t links() const { return links_.size(); }

 private:
  struct Link {
    uv::Stream stream;
    bool paused = false;
  };

  void opened(uv::Stream stream, std::variant<DialId, NetPrefix> how);
  bool is_full() const;

  uv::Loop& loop_;
  Tell tell_;
  Listener listener_;
  Dialer dialer_;
  std::map<LinkId, Link> links_;
  std::uint64_t last_link_ = 0;  // never reused: a late callback finds nothing
  bool paused_ = false;
};

}  // namespace tocsin::peers
