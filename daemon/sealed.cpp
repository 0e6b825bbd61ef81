#include "daemon/sealed.h"

#include <algorithm>
#include <utility>

#include "core/model/limits/driver.h"
#include "daemon/store/files.h"

namespace tocsin::daemon {

Sealed::Sealed(uv::Loop& loop,
               std::unique_ptr<store::SpoolStore> spool,
               const Snapshot& left,
               std::string folder,
               Random& random,
               Ports ports)
    : spool_{std::move(spool)},
      folder_{std::move(folder)},
      failed_{loop, std::move(ports.on_failed)},
      performer_{ports.performer, [this] { failed_.request(); }},
      node_{random, *spool_, NodeSettings{}, left},
      driver_{loop, node_, *spool_, performer_},
      disk_{loop, [this] { look_after_room(); }} {
  look_after_room();
}

// So much room that bulk is refused first, then what is normal, and calls come to the end.
void Sealed::look_after_room() {
  const std::uint64_t room = std::min(spool_->room(), store::free_bytes(folder_));
  driver_.feed(SpaceChanged{room});
  disk_.arm_in(limits::disk_check_gap);
}

}  // namespace tocsin::daemon
