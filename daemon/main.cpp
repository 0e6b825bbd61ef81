// tocsind: catch, print, exit code. The order of the first steps is that of ARCHITECTURE §7: what
// the process gives up comes before anything it reads.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "core/crypto/init.h"
#include "core/crypto/os_random.h"
#include "daemon/arguments.h"
#include "daemon/daemon.h"
#include "daemon/harden/allocator.h"
#include "daemon/harden/environment.h"
#include "daemon/harden/process.h"
#include "daemon/lock.h"
#include "daemon/log.h"
#include "daemon/private_files.h"
#include "daemon/relay_key.h"
#include "transport/uv/signal.h"

namespace tocsin::daemon {
namespace {

Exit complain(const Refusal& refusal) {
  std::fprintf(stderr, "tocsind: %s: %s\n", refusal.code.c_str(), refusal.reason.c_str());
  if (!refusal.remedy.empty())
    std::fprintf(stderr, "tocsind: to mend it: %s\n", refusal.remedy.c_str());
  return refusal.exit;
}

Reply<Config> read_config(const Profile& profile, const Arguments& arguments) {
  constexpr std::size_t bytes_max = 64 * 1024;
  auto bytes = read_file(profile.data, "config.toml", bytes_max, Readers::anyone);
  if (!bytes) return tl::unexpected{bytes.error()};
  Config config;
  if (*bytes) {
    auto parsed = parse_config(to_text(**bytes));
    if (!parsed) return parsed;
    config = std::move(*parsed);
  }
  if (arguments.role) config.role = arguments.role;
  if (!arguments.listen.empty()) config.listen.clear();
  for (const std::string& text : arguments.listen) {
    const auto address = parse_listen(text);
    if (!address) return tl::unexpected{address.error()};
    config.listen.push_back(*address);
  }
  if (auto checked = check_listen(config); !checked) return tl::unexpected{checked.error()};
  return config;
}

Reply<DaemonSettings> settings_of(const Arguments& arguments, const Environment& environment) {
  auto places = places_of(arguments.profile, arguments.role.value_or(NodeRole::node), environment);
  if (!places) return tl::unexpected{places.error()};
  auto profile = open_profile(arguments.profile, std::move(*places));
  if (!profile) return tl::unexpected{profile.error()};
  if (auto locked = lock_directory(profile->data); !locked) return tl::unexpected{locked.error()};
  auto config = read_config(*profile, arguments);
  if (!config) return tl::unexpected{config.error()};
  const NodeRole role = config->role.value_or(NodeRole::node);
  if (role == NodeRole::relay && config->listen.empty()) {
    return refuse(Exit::config,
                  "E_CONFIG",
                  "a relay needs an address where nodes can dial it",
                  "--listen IP:PORT, or listen = [\"IP:PORT\"] in config.toml");
  }
  return DaemonSettings{std::move(*profile), std::move(*config), role};
}

Exit run(DaemonSettings settings, const Environment& environment) {
  crypto::OsRandom random;
  const bool is_relay = settings.role == NodeRole::relay;
  std::optional<crypto::UnlockKey> key;
  if (is_relay) {
    auto made = relay_unlock_key(settings.profile, environment, random);
    if (!made) return complain(made.error());
    key.emplace(std::move(*made));
  } else if (auto checked = check_no_relay_key(settings.profile); !checked) {
    return complain(checked.error());
  }

  uv::Loop loop;
  const uv::Signal on_terminate{loop, SIGTERM, [&] { loop.stop(); }};
  const uv::Signal on_interrupt{loop, SIGINT, [&] { loop.stop(); }};
  auto daemon = Daemon::start(loop, std::move(settings), random);
  if (!daemon) return complain(daemon.error());
  log(LogLevel::note, LogCode::started);
  if (key) {
    if (auto opened = (*daemon)->open_by_itself(*key); !opened) return complain(opened.error());
    key.reset();
  }
  log(LogLevel::note, LogCode::ready);
  loop.run();
  daemon->reset();
  log(LogLevel::note, LogCode::stopped);
  return Exit::ok;
}

Exit start(int count, const char* const* values) {
  const bool is_restricted = harden::restrict_process();
  const Environment environment = harden::KnownEnvironment::take();
  if (harden::wiping_allocator_is_linked()) {
    uv::replace_allocator(
        {harden::allocate, harden::reallocate, harden::allocate_zeroed, harden::release});
  }
  const auto arguments = parse_arguments(count, values);
  if (const auto* exit = std::get_if<Exit>(&arguments)) return *exit;
  if (const auto started = crypto::init(); !started)
    return complain(refuse(started.error()).value());
  auto settings = settings_of(std::get<Arguments>(arguments), environment);
  if (!settings) return complain(settings.error());
  if (!is_restricted) {
    // A person is told and may go on; a box that nobody watches must not run unprotected.
    log(LogLevel::error, LogCode::hardening_failed);
    if (settings->role == NodeRole::relay) return Exit::permission;
  }
  return run(std::move(*settings), environment);
}

}  // namespace
}  // namespace tocsin::daemon

int main(int count, char** values) {
  using tocsin::Exit;
  try {
    return static_cast<int>(tocsin::daemon::start(count, values));
  } catch (const std::bad_alloc&) {
    return static_cast<int>(Exit::memory);
  } catch (const std::exception&) {
    // Not its text: it might quote what it could not read.
    std::fputs("tocsind: E_BUG: stopped by an exception\n", stderr);
    return static_cast<int>(Exit::bug);
  }
}
