// Attempts to connect, each with a deadline. Who is dialled, when and how often is core/link's and
// core/gossip's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "core/model/address.h"
#include "core/model/ids.h"
#include "transport/uv/stream.h"

namespace tocsin::peers {

class Dialer {
 public:
  // Once per dial, never from inside dial().
  using Done = std::function<void(DialId, std::optional<uv::Stream>)>;

  Dialer(uv::Loop& loop, Done done);
  ~Dialer();  // gives up what is under way, silently

  void dial(DialId id, const Address& address);

  std::size_t under_way() const { return attempts_.size(); }

  void give_up_all();

 private:
  struct Attempt;
  void finish(DialId id, std::optional<uv::Stream> stream);

  uv::Loop& loop_;
  Done done_;
  std::map<DialId, std::unique_ptr<Attempt>> attempts_;
};

}  // namespace tocsin::peers
