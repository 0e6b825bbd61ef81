#include "daemon/lock.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/base/text.h"

namespace tocsin::daemon {
namespace {

tl::unexpected<Refusal> already_running() {
  return refuse(Exit::later, "E_RUNNING", "another daemon runs this profile");
}

bool somebody_listens(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, std::begin(address.sun_path));
  const Descriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  const auto* const named = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  // Only a refusal says that nobody is there: a full backlog (EAGAIN) does not.
  return ::connect(probe.number(), named, sizeof address) == 0 || errno != ECONNREFUSED;
}

Reply<void> judge_socket(const Profile& profile, const struct stat& status) {
  const std::string path = escape_for_terminal(profile.places.socket());
  if (!S_ISSOCK(status.st_mode)) return refuse(Exit::permission, "E_PATH", path + ": not a socket");
  if (status.st_uid != ::geteuid())
    return refuse(Exit::permission, "E_PATH", path + ": belongs to somebody else");
  if ((status.st_mode & 0777U) != 0600)
    return refuse(Exit::permission, "E_PATH", path + ": others may open it");
  return {};
}

}  // namespace

Reply<void> lock_directory(const Descriptor& directory) {
  if (::flock(directory.number(), LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK) return already_running();
  return refuse(Exit::io, "E_STORAGE", "the profile's directory cannot be locked");
}

Reply<void> clear_socket(const Profile& profile) {
  struct stat status{};
  if (::fstatat(profile.runtime.number(), "ctl", &status, AT_SYMLINK_NOFOLLOW) != 0) return {};
  if (auto judged = judge_socket(profile, status); !judged) return judged;
  if (somebody_listens(profile.places.socket())) return already_running();
  ::unlinkat(profile.runtime.number(), "ctl", 0);
  return {};
}

Reply<void> check_socket(const Profile& profile) {
  struct stat status{};
  if (::fstatat(profile.runtime.number(), "ctl", &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return refuse(
        Exit::permission, "E_PATH", escape_for_terminal(profile.places.socket()) + ": is gone");
  }
  return judge_socket(profile, status);
}

}  // namespace tocsin::daemon
