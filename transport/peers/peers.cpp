#include "transport/peers/peers.h"

#include <utility>

#include "core/model/limits/driver.h"

namespace tocsin::peers {

Peers::Peers(uv::Loop& loop, HashNetwork hash, Tell tell)
    : loop_{loop},
      tell_{std::move(tell)},
      listener_{loop,
                std::move(hash),
                [this](uv::Stream stream, NetPrefix from) {
                  // Over the bound a connection is dropped unseen; whom to drop instead is known
                  // only to core/link, whose own bounds on strangers are far lower.
                  if (!is_full()) opened(std::move(stream), from);
                }},
      dialer_{loop, [this](DialId id, std::optional<uv::Stream> stream) {
                if (!stream) return tell_(DialFailed{id});
                opened(std::move(*stream), id);
              }} {}

Peers::~Peers() = default;

Result<Address> Peers::listen(const Address& at) {
  return listener_.listen(at);
}

void Peers::dial(DialId id, const Address& address) {
  // Onion addresses need a SOCKS proxy, which transport/tor would bring; without one the dial
  // fails.
  if (address.kind == AddressKind::onion || is_full()) return tell_(DialFailed{id});
  dialer_.dial(id, address);
}

void Peers::opened(uv::Stream stream, std::variant<DialId, NetPrefix> how) {
  const LinkId id{++last_link_};
  Link& link = links_.emplace(id, Link{std::move(stream)}).first->second;
  link.stream.pause_reading(paused_);
  tell_(LinkOpened{id, how});
  link.stream.start(uv::StreamCalls{
      [this, id](ByteView bytes) { tell_(BytesReceived{id, to_bytes(bytes)}); },
      [this, id] { tell_(BytesSent{id}); },
      [this, id] { close(id); },
  });
}

void Peers::send(LinkId link, Bytes bytes) {
  const auto found = links_.find(link);
  if (found == links_.end()) return;
  uv::Stream& stream = found->second.stream;
  const bool is_crowded = stream.unsent_bytes() + bytes.size() > limits::link_unsent_bytes_max;
  if (is_crowded || !stream.write(std::move(bytes))) close(link);
}

void Peers::close(LinkId link) {
  if (links_.erase(link) != 0) tell_(LinkClosed{link});
}

void Peers::pause_reading(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  for (auto& [id, link] : links_) link.stream.pause_reading(paused_ || link.paused);
}

void Peers::pause_reading(LinkId link, bool paused) {
  const auto found = links_.find(link);
  if (found == links_.end()) return;
  found->second.paused = paused;
  found->second.stream.pause_reading(paused_ || paused);
}

void Peers::close_all() {
  listener_.stop();
  dialer_.give_up_all();
  links_.clear();
}

bool Peers::is_full() const {
  return links_.size() + dialer_.under_way() >= limits::connections_max;
}

}  // namespace tocsin::peers
