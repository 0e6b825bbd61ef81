#include "cli/shared_file.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/model/file_chunk.h"

namespace tocsin::cli {
namespace {

class SharedDescriptor {
 public:
  explicit SharedDescriptor(int number) : number_{number} {}

  ~SharedDescriptor() {
    if (number_ >= 0) ::close(number_);
  }

  SharedDescriptor(const SharedDescriptor&) = delete;
  SharedDescriptor& operator=(const SharedDescriptor&) = delete;

  int number() const { return number_; }

  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

tl::unexpected<Refusal> refuse_path(Exit exit,
                                    std::string_view path,
                                    std::string_view why,
                                    std::string remedy = "") {
  return refuse(
      exit, "E_FILE", fmt::format("{}: {}", escape_for_terminal(path), why), std::move(remedy));
}

Reply<void> check_shared_size(std::uint64_t size) {
  if (size == 0) return refuse(Exit::usage, "E_EMPTY", "the file is empty", "name another");
  if (size > file_bytes_max)
    return refuse(Exit::usage,
                  "E_SIZE",
                  "a file of at most 25 MiB can be sent",
                  "make it smaller, or send it in several");
  return {};
}

bool is_unchanged(const struct stat& before, const struct stat& after) {
  return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
         before.st_mtim.tv_nsec == after.st_mtim.tv_nsec &&
         before.st_ctim.tv_sec == after.st_ctim.tv_sec &&
         before.st_ctim.tv_nsec == after.st_ctim.tv_nsec;
}

// Up to its end, or one byte more than was told.
bool read_to_end(int file, Bytes& content) {
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t count = ::read(file, content.data() + done, content.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  content.resize(done);
  return true;
}

bool write_content(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

std::string folder_of_path(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Reply<SharedFile> read_shared_file(const std::string& path) {
  SharedFile shared{path.substr(path.rfind('/') + 1), {}};
  // NONBLOCK: opening a pipe without a writer would wait for ever.
  const SharedDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)};
  if (!file.is_open() && errno == ELOOP)
    return refuse_path(
        Exit::usage, path, "a link, which could lead anywhere", "name the file itself");
  if (!file.is_open())
    return refuse_path(Exit::usage, path, "there is no such file, or it is not yours to read");
  struct stat before{};
  if (::fstat(file.number(), &before) != 0 || !S_ISREG(before.st_mode))
    return refuse_path(Exit::usage, path, "not an ordinary file", "name an ordinary file");
  const auto size = static_cast<std::uint64_t>(before.st_size);
  if (auto fits = check_shared_size(size); !fits) return tl::unexpected{fits.error()};
  if (!check_file_name(shared.name))
    return refuse(Exit::usage,
                  "E_NAME",
                  "the file's name is over 120 bytes, or has characters that no screen shows",
                  "send a copy of it under a plainer name");
  shared.content.resize(size + 1);
  if (!read_to_end(file.number(), shared.content))
    return refuse_path(Exit::io, path, "cannot be read to its end");
  struct stat after{};
  if (::fstat(file.number(), &after) != 0 || !is_unchanged(before, after) ||
      shared.content.size() != size)
    return refuse_path(Exit::io,
                       path,
                       "it changed while it was read, nothing of it was sent",
                       "send it when nothing writes to it");
  return shared;
}

Reply<void> save_new_file(const std::string& path, ByteView content) {
  // Not written beside it and renamed: a rename could fall on what has come there meanwhile.
  const SharedDescriptor file{
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file.is_open() && errno == EEXIST)
    return refuse_path(
        Exit::usage, path, "there is something of that name already", "name a file that is new");
  if (!file.is_open()) return refuse_path(Exit::io, path, "cannot be written");
  if (!write_content(file.number(), content)) {
    ::unlink(path.c_str());
    return refuse_path(Exit::io, path, "could not be written to the end, and is gone again");
  }
  const SharedDescriptor folder{
      ::open(folder_of_path(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.is_open() || ::fsync(folder.number()) != 0)
    return refuse_path(Exit::io, path, "may not survive a power cut");
  return {};
}

}  // namespace tocsin::cli
