#include "daemon/running.h"

#include <utility>

#include "core/model/limits/driver.h"

namespace tocsin::daemon {

Running::Running(uv::Loop& loop,
                 std::unique_ptr<store::ProfileStore> store,
                 NodeSettings settings,
                 Random& random,
                 driver::Performer& performer)
    : store_{std::move(store)},
      node_{random, *store_, std::move(settings), store_->snapshot()},
      driver_{loop, node_, *store_, performer},
      space_{loop, [this] { tell_space(); }} {
  tell_space();
}

Running::~Running() {
  store_->close();
}

void Running::tell_space() {
  driver_.feed(SpaceChanged{store_->free_bytes()});
  space_.arm_in(limits::space_check_gap);
}

}  // namespace tocsin::daemon
