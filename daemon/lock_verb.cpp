// lock: the node goes and with it every key but those of links; another takes its place, which
// keeps what comes where nobody can read it before unlock (docs/decisions, 0059).
#include "core/crypto/secret.h"
#include "daemon/daemon.h"
#include "daemon/harden/allocator.h"
#include "daemon/log.h"

namespace tocsin::daemon {

Reply<std::vector<Row>> Daemon::lock(RequestId request, const ControlRequest& asked) {
  if (settings_.role == NodeRole::relay)
    return refuse(Exit::usage, "E_ROLE", "a relay is not locked", "stop its service");
  if (!settings_.profile.has_store()) return refuse_closed();
  const bool is_offline = asked.arguments.flag("offline");
  if (is_offline) end_sealed();
  // Locked already is what was asked for: a screen lock calls this again and again.
  if (!is_open()) return state();
  auto left = is_offline ? std::nullopt : running_->sealed();
  close(request);
  if (left) seal(*std::move(left));
  return state();
}

void Daemon::seal(SealedStart start) {
  const std::string& folder = settings_.profile.places.data;
  if (auto file = store::SpoolFile::open_to_append(folder, start.key)) {
    // A port that was taken in this moment: who we dial still reaches us.
    if (auto bound = listen()) listening_ = std::move(*bound);
    sealed_ =
        std::make_unique<Sealed>(loop_,
                                 std::make_unique<store::SpoolStore>(std::move(*file), random_),
                                 start.snapshot,
                                 folder,
                                 random_,
                                 Sealed::Ports{*performer_, [this] {
                                                 end_sealed();
                                                 spool_failed();
                                               }});
    log(LogLevel::note, LogCode::sealed, start.snapshot.envelopes.size());
  } else {
    spool_failed();
  }
  for (StoredRow& row : start.snapshot.rows[Table::link_keys]) crypto::wipe(row.value);
}

void Daemon::spool_failed() {
  waiting_.is_full = true;
  log(LogLevel::error, LogCode::spool_failed);
}

void Daemon::end_sealed() {
  if (!sealed_) return;
  waiting_ = sealed_->waiting();
  sealed_.reset();
  peers_.close_all();
  listening_.clear();
  forget_what_was_freed();
}

// Keys that were worked with may lie on the stack, above this call too: that waits for its turn.
void Daemon::forget_what_was_freed() {
  harden::give_back_freed();
  forget_.request();
}

// While it was open, what had waited was taken up, or some of it.
void Daemon::count_waiting() {
  const auto count = store::count_spooled(settings_.profile.places.data);
  waiting_ = Waiting{count.value_or(0), 0, false};
}

}  // namespace tocsin::daemon
