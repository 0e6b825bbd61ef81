#include "daemon/running.h"

#include <utility>

#include "core/base/ensure.h"
#include "core/model/limits/driver.h"
#include "core/model/limits/gossip.h"
#include "daemon/log.h"

namespace tocsin::daemon {

Running::Running(uv::Loop& loop,
                 std::unique_ptr<store::ProfileStore> store,
                 NodeSettings settings,
                 Random& random,
                 driver::Performer& performer)
    : store_{std::move(store)},
      node_{random, *store_, std::move(settings), store_->snapshot()},
      driver_{loop, node_, *store_, performer},
      disk_{loop, [this] { look_after_disk(); }},
      random_{random} {
  look_after_disk();
}

Running::~Running() {
  store_->close();
}

void Running::feed_spool(const std::string& folder) {
  ENSURE(!spool_);
  spool_.emplace(*store_, driver_, folder, random_);
}

std::optional<SealedStart> Running::sealed() const {
  if (!spool_ || !spool_->key()) return std::nullopt;
  auto snapshot = node_.sealed();
  if (!snapshot) return std::nullopt;
  snapshot->envelopes = store_->index();
  return SealedStart{*std::move(snapshot), *spool_->key()};
}

void Running::look_after_disk() {
  // If it cannot be now, then in a minute: it is whole as it is, and holds what was overwritten.
  static_cast<void>(store_->truncate_log());
  const std::uint64_t free_bytes = store_->free_bytes();
  if (free_bytes < limits::bulk_floor_bytes) log(LogLevel::warning, LogCode::disk_low);
  driver_.feed(SpaceChanged{free_bytes});
  disk_.arm_in(limits::disk_check_gap);
}

}  // namespace tocsin::daemon
