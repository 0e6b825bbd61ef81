#include "daemon/store/files.h"

#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tocsin::store {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}

  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> sync_directory(const std::string& directory) {
  const Descriptor folder{open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.is_open() || fsync(folder.number()) != 0)
    return fail(Errc::storage, "a directory cannot be synced");
  return {};
}

Result<void> write_file(const std::string& directory, const std::string& name, ByteView bytes) {
  const std::string path = directory + "/" + name;
  const std::string temporary = path + ".new";
  unlink(temporary.c_str());
  {
    const Descriptor file{
        open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!file.is_open() || !write_all(file.number(), bytes) || fsync(file.number()) != 0) {
      unlink(temporary.c_str());
      return fail(Errc::storage, "a file cannot be written");
    }
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    unlink(temporary.c_str());
    return fail(Errc::storage, "a file cannot be renamed");
  }
  return sync_directory(directory);
}

void forget_unfinished(const std::string& directory, const std::string& name) {
  unlink((directory + "/" + name + ".new").c_str());
}

Result<Bytes> read_file(const std::string& path, std::size_t bytes_max) {
  const Descriptor file{open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  struct stat status{};
  if (!file.is_open() || fstat(file.number(), &status) != 0)
    return fail(Errc::not_found, "a file is missing");
  const bool fits = S_ISREG(status.st_mode) && status.st_size >= 0 &&
                    std::cmp_less_equal(status.st_size, bytes_max);
  if (!fits) return fail(Errc::malformed, "not a regular file of the right size");
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got = read(file.number(), bytes.data() + at, bytes.size() - at);
    if (got <= 0) return fail(Errc::storage, "a file cannot be read");
    at += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<void> reserve_file(const std::string& directory,
                          const std::string& name,
                          std::size_t bytes) {
  const std::string path = directory + "/" + name;
  const Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!file.is_open() || posix_fallocate(file.number(), 0, static_cast<off_t>(bytes)) != 0)
    return fail(Errc::limit_exceeded, "there is no room for the reserve");
  return {};
}

void release_reserve(const std::string& path) {
  // Nothing to do about a failure: the commit that follows says whether there is room.
  static_cast<void>(!truncate(path.c_str(), 0));
}

std::uint64_t free_bytes(const std::string& directory) {
  struct statvfs status{};
  if (statvfs(directory.c_str(), &status) != 0) return 0;
  return std::uint64_t{status.f_bavail} * status.f_frsize;
}

}  // namespace tocsin::store
