#include "transport/peers/dialer.h"

#include <utility>

#include "core/model/limits/driver.h"
#include "transport/uv/tcp.h"
#include "transport/uv/timer.h"

namespace tocsin::peers {

struct Dialer::Attempt {
  Attempt(uv::Loop& loop,
          const Address& address,
          std::function<void(std::optional<uv::Stream>)> done)
      : deadline{loop, [done] { done(std::nullopt); }},
        dial{loop, uv::Endpoint{address.host, address.port}, done} {
    deadline.arm_in(limits::connect_deadline);
  }

  uv::Timer deadline;
  uv::TcpDial dial;
};

Dialer::Dialer(uv::Loop& loop, Done done) : loop_{loop}, done_{std::move(done)} {}

Dialer::~Dialer() = default;

void Dialer::dial(DialId id, const Address& address) {
  attempts_[id] =
      std::make_unique<Attempt>(loop_, address, [this, id](std::optional<uv::Stream> stream) {
        finish(id, std::move(stream));
      });
}

void Dialer::give_up_all() {
  attempts_.clear();
}

void Dialer::finish(DialId id, std::optional<uv::Stream> stream) {
  // The attempt goes first: its deadline must not find what is a link by now.
  if (attempts_.erase(id) == 0) return;
  done_(id, std::move(stream));
}

}  // namespace tocsin::peers
