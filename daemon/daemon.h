// tocsind: one profile, its control socket and, while it is open or sealed, its node.
//
//   absent --init--> open --lock--> sealed --unlock--> open        a relay opens itself at start
//   open, sealed --lock --offline, restart, full spool--> locked --unlock--> open
//
// It composes and answers the verbs that need no node; every other verb becomes a Commanded event.
// Next: running.h, performer.h, control/control_server.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/crypto/password.h"
#include "daemon/config.h"
#include "daemon/performer.h"
#include "daemon/profile.h"
#include "daemon/running.h"
#include "daemon/sealed.h"
#include "daemon/unlock_tries.h"
#include "daemon/watches.h"
#include "transport/uv/loop.h"
#include "transport/uv/turn.h"

namespace tocsin::daemon {

struct DaemonSettings {
  Profile profile;
  Config config;
  NodeRole role = NodeRole::node;
};

class Daemon {
  struct Starting {};  // only start() has one

 public:
  // The control socket answers from now on.
  static Reply<std::unique_ptr<Daemon>> start(uv::Loop& loop,
                                              DaemonSettings settings,
                                              Random& random);
  Daemon(Starting, uv::Loop& loop, DaemonSettings settings, Random& random);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // A relay's way in: makes the profile if there is none, and opens it.
  Reply<void> open_by_itself(const crypto::UnlockKey& key);

 private:
  using Rows = std::vector<Row>;

  bool is_open() const { return running_ != nullptr; }

  // daemon.cpp
  Reply<void> create(ByteView unlock_key, const store::KdfParameters& kdf);
  Reply<void> open(ByteView unlock_key);
  Reply<std::vector<Address>> listen();
  void feed(RequestId request, Command command);
  void responded(RequestId request, Answer answer);
  void close(std::optional<RequestId> but);  // commits nothing more; links and store close
  // lock_verb.cpp
  Reply<Rows> lock(RequestId request, const ControlRequest& asked);
  void seal(SealedStart start);
  void spool_failed();
  void end_sealed();
  void forget_what_was_freed();
  void count_waiting();

  Waiting waiting() const { return sealed_ ? sealed_->waiting() : waiting_; }

  // purge_verb.cpp
  Reply<Rows> purge(RequestId request, const ControlRequest& asked);
  Reply<void> sweep(const ControlRequest& asked, bool is_rotation);
  void sweep_weekly(ByteView unlock_key);
  Reply<void> clear_what_purge_left();
  // own_verbs.cpp
  void asked(RequestId request, ControlRequest asked);
  std::optional<Reply<Rows>> own_verb(RequestId request, const ControlRequest& asked);
  Reply<Rows> state() const;
  Reply<Rows> unlock_parameters() const;
  Reply<Rows> unlock(const ControlRequest& asked);
  Reply<Rows> change_passphrase(const ControlRequest& asked);
  Reply<void> init(const ControlRequest& asked);
  Reply<Level> level_of(const ControlRequest& asked);
  Reply<void> try_key(ByteView unlock_key);
  tl::unexpected<Refusal> refuse_closed() const;

  uv::Loop& loop_;
  DaemonSettings settings_;
  Random& random_;
  uv::Turn forget_;  // from as near to the bottom of the stack as we come
  UnlockTries tries_;
  std::array<std::uint8_t, 16> prefix_key_;  // hashes of networks mean nothing outside this process
  peers::Peers peers_;
  std::unique_ptr<control::ControlServer> server_;
  std::optional<SocketPerformer> performer_;
  std::optional<Watches> watches_;
  std::vector<Address> listening_;
  std::unique_ptr<Running> running_;
  std::unique_ptr<Sealed> sealed_;
  Waiting waiting_;  // in the spool while neither open nor sealed
};

}  // namespace tocsin::daemon
