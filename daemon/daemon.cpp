#include "daemon/daemon.h"

#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "core/crypto/secret.h"
#include "core/crypto/short_hash.h"
#include "core/model/limits/control.h"
#include "daemon/lock.h"
#include "daemon/log.h"
#include "daemon/private_files.h"
#include "daemon/store/sweep.h"

namespace tocsin::daemon {
namespace {

NetPrefix hash_network(ByteView key, ByteView network) {
  Writer writer;
  writer.u64(crypto::short_hash(key, network));
  return Reader{writer.view()}.array<8>();
}

}  // namespace

Daemon::Daemon(Starting, uv::Loop& loop, DaemonSettings settings, Random& random)
    : loop_{loop},
      settings_{std::move(settings)},
      random_{random},
      forget_{loop, [] { crypto::wipe_stack(); }},
      prefix_key_{random.array<16>()},
      peers_{loop,
             [this](ByteView network) { return hash_network(prefix_key_, network); },
             [this](Event event) {
               if (running_)
                 running_->feed(std::move(event));
               else if (sealed_)
                 sealed_->feed(std::move(event));
             }} {}

Daemon::~Daemon() {
  end_sealed();
  close(std::nullopt);
}

Reply<std::unique_ptr<Daemon>> Daemon::start(uv::Loop& loop,
                                             DaemonSettings settings,
                                             Random& random) {
  auto daemon = std::make_unique<Daemon>(Starting{}, loop, std::move(settings), random);
  Daemon* const self = daemon.get();
  const Profile& profile = self->settings_.profile;
  if (auto cleared = clear_socket(profile); !cleared) return tl::unexpected{cleared.error()};
  control::ServerSettings server{profile.places.socket(), random.array<32>(), ::geteuid()};
  if (auto written = write_file(profile.runtime, "cookie", server.cookie); !written) {
    return tl::unexpected{written.error()};
  }
  auto opened = control::ControlServer::open(
      loop, std::move(server), random, [self](RequestId request, ControlRequest asked) {
        self->asked(request, std::move(asked));
      });
  if (!opened) return refuse(Exit::permission, "E_PATH", std::string{opened.error().what.view()});
  if (auto checked = check_socket(profile); !checked) return tl::unexpected{checked.error()};
  self->server_ = std::move(*opened);
  self->performer_.emplace(self->peers_, *self->server_, [self](RequestId request, Answer answer) {
    self->responded(request, std::move(answer));
  });
  self->watches_.emplace(*self->server_, [self](RequestId request, Command command) {
    self->feed(request, std::move(command));
  });
  self->count_waiting();
  return daemon;
}

Reply<void> Daemon::open_by_itself(const crypto::UnlockKey& key) {
  if (!settings_.profile.has_store()) {
    // Nobody derives this key from a passphrase; the parameters fill their place in the key file.
    const store::KdfParameters unused{
        random_.array<16>(), limits::kdf_memory_kib_min, limits::kdf_passes_min};
    if (auto created = create(key.reveal(), unused); !created) return created;
  }
  return open(key.reveal());
}

Reply<void> Daemon::create(ByteView unlock_key, const store::KdfParameters& kdf) {
  const Profile& profile = settings_.profile;
  profile.clear_store_in_making();
  if (::mkdirat(profile.data.number(), "store.new", 0700) != 0) {
    return refuse(Exit::io, "E_STORAGE", "the new profile cannot be written");
  }
  const auto created =
      store::ProfileStore::create(profile.places.store_in_making(), unlock_key, kdf, random_);
  if (!created) return refuse(created.error());
  if (auto finished = profile.finish_store(); !finished) return finished;
  log(LogLevel::note, LogCode::profile_created);
  return {};
}

Reply<void> Daemon::open(ByteView unlock_key) {
  end_sealed();
  if (auto cleared = clear_what_purge_left(); !cleared) return cleared;
  sweep_weekly(unlock_key);
  auto store = store::ProfileStore::open(settings_.profile.places.store(), unlock_key);
  if (!store && store.error().code == Errc::unauthenticated) {
    return refuse(Exit::permission, "E_PASSPHRASE", "the key does not open this profile");
  }
  if (!store) return refuse(store.error());
  auto bound = listen();
  if (!bound) return tl::unexpected{bound.error()};
  listening_ = std::move(*bound);
  const std::vector<Address>& told =
      settings_.config.announce.empty() ? listening_ : settings_.config.announce;
  running_ = std::make_unique<Running>(
      loop_, std::move(*store), NodeSettings{settings_.role, told}, random_, *performer_);
  if (settings_.role == NodeRole::node) running_->feed_spool(settings_.profile.places.data);
  log(LogLevel::note, LogCode::opened);
  if (!listening_.empty()) log(LogLevel::note, LogCode::listening, listening_.size());
  return {};
}

Reply<std::vector<Address>> Daemon::listen() {
  std::vector<Address> bound;
  for (const Address& wished : settings_.config.listen) {
    const auto address = peers_.listen(wished);
    if (!address) {
      peers_.close_all();
      return refuse(Exit::later,
                    "E_LISTEN",
                    std::string{address.error().what.view()},
                    "name another address under listen, or end the program that holds it");
    }
    bound.push_back(*address);
  }
  return bound;
}

void Daemon::close(std::optional<RequestId> but) {
  if (!is_open()) return;
  // First the node, so that nobody is left to be told of the closing links.
  running_.reset();
  peers_.close_all();
  listening_.clear();
  watches_->clear();
  server_->forget_all(
      Answer{Exit::permission, "E_LOCKED", "the profile was locked", "tocsin unlock", {}}, but);
  forget_what_was_freed();
  count_waiting();
  log(LogLevel::note, LogCode::locked);
}

void Daemon::feed(RequestId request, Command command) {
  if (running_) running_->feed(Commanded{request, std::move(command)});
}

void Daemon::responded(RequestId request, Answer answer) {
  if (!watches_->answered(request, answer)) server_->answer(request, std::move(answer));
}

}  // namespace tocsin::daemon
