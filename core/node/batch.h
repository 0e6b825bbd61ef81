// The only caller of Node, used by the libuv driver and by the simulator: handle a batch, commit
// once, and only then hand out what may leave (ARCHITECTURE §4). Any error is fail-stop for
// the caller.
#pragma once

#include <deque>
#include <functional>

#include "core/node/node.h"

namespace tocsin {

using Inbox = std::deque<Event>;

Result<Releases> run_batch(
    Node& node, Store& store, Inbox& inbox, Now now, const std::function<bool()>& has_time);

}  // namespace tocsin
