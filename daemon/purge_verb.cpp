// purge: what deletion left in the files is cleared away. The node is closed meanwhile and opened
// again; who waited for it hears that the profile was locked.
#include <sys/stat.h>

#include "daemon/daemon.h"
#include "daemon/log.h"
#include "daemon/store/spool_file.h"
#include "daemon/store/sweep.h"
#include "transport/driver/clocks.h"

namespace tocsin::daemon {
namespace {

std::uint32_t today() {
  return day_of(driver::Clocks{}.now().wall);
}

}  // namespace

Reply<std::vector<Row>> Daemon::purge(RequestId request, const ControlRequest& asked) {
  if (settings_.role == NodeRole::relay)
    return refuse(Exit::usage, "E_ROLE", "a relay keeps nothing but sealed envelopes", "");
  if (!settings_.profile.has_store()) return refuse_closed();
  if (asked.unlock_key.empty())
    return refuse(Exit::permission, "E_STEP_UP", "purge needs the passphrase in the same request");
  if (auto tried = try_key(asked.unlock_key); !tried) return tl::unexpected{tried.error()};
  const std::string folder = settings_.profile.places.store();
  if (!store::has_room_for_copy(folder))
    return refuse(Exit::io,
                  "E_STORAGE",
                  "the disk has no room for a second copy of the store",
                  "make room, then again; nothing was changed");
  const bool is_rotation =
      asked.arguments.flag("rotate") || store::stored_bytes(folder) > store::sweep_bytes_max;
  const bool was_open = is_open();
  close(request);
  if (!was_open) {
    // Others hold what waited, and it comes again.
    end_sealed();
    if (const auto cleared = store::clear_spool(settings_.profile.places.data); !cleared)
      return refuse(cleared.error());
    count_waiting();
  }
  const auto swept = sweep(asked, is_rotation);
  const auto cleared = was_open ? open(asked.unlock_key) : clear_what_purge_left();
  if (!cleared) return tl::unexpected{cleared.error()};
  if (!swept) return tl::unexpected{swept.error()};
  const std::uint64_t left = store::stored_bytes(folder);
  log(LogLevel::note, LogCode::purged, left);
  return Rows{Row{"purged"}.set("rotated", is_rotation).set("bytes", left)};
}

Reply<void> Daemon::sweep(const ControlRequest& asked, bool is_rotation) {
  const Profile& profile = settings_.profile;
  if (!is_rotation) {
    if (const auto swept = store::sweep(profile.places.store(), asked.unlock_key, today()); !swept)
      return refuse(swept.error());
    return {};
  }
  // What lies there may be the store that the disk still holds as ours.
  if (auto cleared = clear_what_purge_left(); !cleared) return cleared;
  const std::string making = profile.places.store_in_making();
  if (::mkdirat(profile.data.number(), "store.new", 0700) != 0)
    return refuse(Exit::io, "E_STORAGE", "the new store cannot be written");
  const auto written =
      store::rewrite(profile.places.store(), making, asked.unlock_key, random_, today());
  if (!written) return refuse(written.error());
  return profile.exchange_store();
}

// At the first unlock of a week. A relay keeps nothing that a sweep would clear. What fails is
// tried again at the next: the store is whole, and only untidy.
void Daemon::sweep_weekly(ByteView unlock_key) {
  if (settings_.role == NodeRole::relay) return;
  const std::string folder = settings_.profile.places.store();
  const auto swept = store::sweep_if_due(folder, unlock_key, today());
  if (!swept) log(LogLevel::warning, LogCode::sweep_failed);
  if (swept && *swept) log(LogLevel::note, LogCode::swept, store::stored_bytes(folder));
}

// The copy that it was making, or the store that it replaced. Until the exchange is on the disk a
// crash may bring either back as the store, so no key is destroyed and nothing is opened before.
Reply<void> Daemon::clear_what_purge_left() {
  const Profile& profile = settings_.profile;
  if (!profile.has_store_in_making()) return {};
  if (auto synced = profile.sync(); !synced) return synced;
  store::destroy_key(profile.places.store_in_making());
  profile.clear_store_in_making();
  return {};
}

}  // namespace tocsin::daemon
