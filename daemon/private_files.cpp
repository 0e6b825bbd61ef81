#include "daemon/private_files.h"

#include <cerrno>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"

namespace tocsin::daemon {
namespace {

tl::unexpected<Refusal> refuse_path(const std::string& path,
                                    std::string_view why,
                                    std::string remedy = "") {
  return refuse(Exit::permission,
                "E_PATH",
                escape_for_terminal(path) + ": " + std::string{why},
                std::move(remedy));
}

Reply<std::vector<std::string>> steps_of(const std::string& path) {
  if (path.empty() || path.front() != '/') return refuse_path(path, "not an absolute path");
  std::vector<std::string> steps;
  std::size_t at = 1;
  while (at < path.size()) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    std::string step = path.substr(at, slash - at);
    at = slash + 1;
    if (step.empty()) continue;
    if (step == "." || step == "..") return refuse_path(path, "a path with . or .. in it");
    steps.push_back(std::move(step));
  }
  if (steps.empty()) return refuse_path(path, "the root directory is nobody's own");
  return steps;
}

bool is_writable_by_others(const struct stat& status) {
  return (status.st_mode & 022U) != 0;
}

// A link that root made where only root can make one is part of the machine, as /home -> /srv/home
// is.
bool is_roots_link(const Descriptor& parent, const std::string& step) {
  struct stat above{};
  struct stat link{};
  return ::fstat(parent.number(), &above) == 0 && above.st_uid == 0 &&
         !is_writable_by_others(above) &&
         ::fstatat(parent.number(), step.c_str(), &link, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISLNK(link.st_mode) && link.st_uid == 0;
}

Descriptor open_step(const Descriptor& parent, const std::string& step, bool may_follow) {
  constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  Descriptor opened{::openat(parent.number(), step.c_str(), flags | O_NOFOLLOW)};
  if (!opened && errno == ENOENT && ::mkdirat(parent.number(), step.c_str(), 0700) == 0) {
    opened = Descriptor{::openat(parent.number(), step.c_str(), flags | O_NOFOLLOW)};
  }
  if (!opened && may_follow && is_roots_link(parent, step)) {
    opened = Descriptor{::openat(parent.number(), step.c_str(), flags)};
  }
  return opened;
}

Reply<void> judge(const Descriptor& directory, const std::string& path, bool is_private) {
  struct stat status{};
  if (::fstat(directory.number(), &status) != 0) return refuse_path(path, "cannot be examined");
  const uid_t own = ::geteuid();
  if (is_private) {
    if (status.st_uid != own) return refuse_path(path, "belongs to somebody else");
    if ((status.st_mode & 077U) != 0) {
      return refuse_path(path, "others may enter it", "chmod 700 " + escape_for_terminal(path));
    }
    return {};
  }
  if (status.st_uid != own && status.st_uid != 0)
    return refuse_path(path, "belongs to somebody else");
  const bool is_sticky = (status.st_mode & S_ISVTX) != 0 && status.st_uid == 0;
  if (is_writable_by_others(status) && !is_sticky) {
    return refuse_path(path, "others may write to it", "chmod go-w " + escape_for_terminal(path));
  }
  return {};
}

Reply<void> judge_file(const struct stat& status, const std::string& name, Readers readers) {
  if (!S_ISREG(status.st_mode)) return refuse_path(name, "not a regular file");
  if (status.st_uid != ::geteuid()) return refuse_path(name, "belongs to somebody else");
  if (status.st_nlink != 1) return refuse_path(name, "has a second name elsewhere");
  if (is_writable_by_others(status))
    return refuse_path(name, "others may write to it", "chmod 600 " + name);
  if (readers == Readers::owner && (status.st_mode & 077U) != 0) {
    return refuse_path(name, "others may read it", "chmod 600 " + name);
  }
  return {};
}

bool write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Reply<Descriptor> open_private_directory(const std::string& path, int private_steps) {
  auto steps = steps_of(path);
  if (!steps) return tl::unexpected{steps.error()};
  Descriptor here{::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)};
  std::string walked;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    const bool is_private = i + static_cast<std::size_t>(private_steps) >= steps->size();
    walked += "/" + (*steps)[i];
    Descriptor next = open_step(here, (*steps)[i], !is_private);
    if (!next)
      return refuse_path(walked,
                         "not a directory that can be opened or made; links are not followed");
    if (auto judged = judge(next, walked, is_private); !judged)
      return tl::unexpected{judged.error()};
    here = std::move(next);
  }
  // O_PATH descriptors cannot be locked or synced.
  Descriptor readable{::openat(here.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!readable) return refuse_path(path, "cannot be read");
  return readable;
}

Reply<std::optional<Bytes>> read_file(const Descriptor& directory,
                                      const std::string& name,
                                      std::size_t bytes_max,
                                      Readers readers) {
  // O_NONBLOCK: a planted FIFO must not make us wait.
  const Descriptor file{
      ::openat(directory.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (!file && errno == ENOENT) return std::optional<Bytes>{};
  struct stat status{};
  if (!file || ::fstat(file.number(), &status) != 0)
    return refuse_path(name, "cannot be opened; links are not followed");
  if (auto judged = judge_file(status, name, readers); !judged)
    return tl::unexpected{judged.error()};
  Bytes bytes(bytes_max + 1);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return refuse(Exit::io, "E_STORAGE", escape_for_terminal(name) + ": cannot be read");
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > bytes_max) return refuse_path(name, "too large");
  bytes.resize(size);
  return std::optional<Bytes>{std::move(bytes)};
}

Reply<void> write_file(const Descriptor& directory, const std::string& name, ByteView bytes) {
  const std::string fresh = name + ".new";
  const auto failed = [&] {
    return refuse(Exit::io, "E_STORAGE", escape_for_terminal(name) + ": cannot be written");
  };
  // Left over from a crash, or planted: either way not ours to continue.
  if (::unlinkat(directory.number(), fresh.c_str(), 0) != 0 && errno != ENOENT) return failed();
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const Descriptor file{::openat(directory.number(), fresh.c_str(), flags, 0600)};
  if (!file || !write_all(file.number(), bytes) || ::fsync(file.number()) != 0) return failed();
  if (::renameat(directory.number(), fresh.c_str(), directory.number(), name.c_str()) != 0)
    return failed();
  if (::fsync(directory.number()) != 0) return failed();
  return {};
}

}  // namespace tocsin::daemon
