#include "daemon/store/spool_file.h"

#include <cerrno>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ensure.h"
#include "core/model/limits/spool.h"
#include "daemon/store/files.h"

namespace tocsin::store {
namespace {

constexpr std::size_t all_entries = std::numeric_limits<std::size_t>::max();

std::string path_of_spool(const std::string& directory) {
  return directory + "/" + spool_name;
}

bool write_at(int file, ByteView bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written <= 0) return false;
    at += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

SpoolFile::~SpoolFile() {
  if (file_ >= 0) ::close(file_);
}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : file_{std::exchange(other.file_, -1)},
      directory_{std::move(other.directory_)},
      key_{other.key_},
      entries_{other.entries_},
      end_{other.end_} {}

SpoolFile& SpoolFile::operator=(SpoolFile&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(directory_, other.directory_);
  std::swap(key_, other.key_);
  std::swap(entries_, other.entries_);
  std::swap(end_, other.end_);
  return *this;
}

Result<SpoolFile> SpoolFile::open_to_append(const std::string& directory,
                                            const crypto::AgreePublicKey& key) {
  SpoolFile spool{::open(path_of_spool(directory).c_str(),
                         O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                         S_IRUSR | S_IWUSR),
                  directory};
  TRY_VOID(spool.load());
  if (spool.key_ != key) {
    TRY_VOID(spool.begin(key));
    return spool;
  }
  TRY_VOID(spool.skip_all());
  TRY_VOID(spool.cut(spool.end_));
  return spool;
}

Result<std::optional<SpoolFile>> SpoolFile::open_to_read(const std::string& directory) {
  const int file = ::open(path_of_spool(directory).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::optional<SpoolFile>{};
  SpoolFile spool{file, directory};
  TRY_VOID(spool.load());
  return std::optional<SpoolFile>{std::move(spool)};
}

Result<void> SpoolFile::load() {
  struct stat status{};
  if (file_ < 0 || ::fstat(file_, &status) != 0 || !S_ISREG(status.st_mode))
    return fail(Errc::storage, "the spool cannot be opened");
  TRY(const Bytes start, window(0));
  key_ = spool_key_of(start);
  end_ = key_ ? spool_header_bytes : 0;
  return {};
}

Result<void> SpoolFile::begin(const crypto::AgreePublicKey& key) {
  TRY_VOID(cut(0));
  end_ = 0;
  TRY_VOID(append(spool_header(key)));
  key_ = key;
  return sync_directory(directory_);
}

Result<Bytes> SpoolFile::window(std::uint64_t from) const {
  Bytes bytes(limits::spool_read_bytes);
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got =
        ::pread(file_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(from + have));
    if (got < 0) return fail(Errc::storage, "the spool cannot be read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Result<void> SpoolFile::cut(std::uint64_t to) const {
  if (::ftruncate(file_, static_cast<off_t>(to)) != 0 || ::fdatasync(file_) != 0)
    return fail(Errc::storage, "the spool cannot be cut");
  return {};
}

Result<void> SpoolFile::append(ByteView entries) {
  if (write_at(file_, entries, end_) && ::fdatasync(file_) == 0) {
    end_ += entries.size();
    return {};
  }
  // If even that fails, whoever reads it takes what is whole: entries that were promised to nobody.
  static_cast<void>(cut(end_));
  return fail(Errc::storage, "the spool cannot be written");
}

Result<std::vector<Bytes>> SpoolFile::next(std::size_t limit) {
  std::vector<Bytes> found;
  if (!key_) return found;
  TRY(const Bytes bytes, window(end_));
  ByteView rest{bytes};
  while (found.size() < limit) {
    const auto sealed = take_spool_entry(rest, *key_);
    if (!sealed) break;
    found.push_back(to_bytes(*sealed));
  }
  end_ += bytes.size() - rest.size();
  entries_ += found.size();
  return found;
}

Result<void> SpoolFile::skip_all() {
  while (true) {
    TRY(const std::vector<Bytes> passed, next(all_entries));
    if (passed.empty()) return {};
  }
}

Result<std::uint64_t> count_spooled(const std::string& directory) {
  TRY(auto spool, SpoolFile::open_to_read(directory));
  if (!spool) return 0;
  TRY_VOID(spool->skip_all());
  return spool->entries();
}

Result<void> clear_spool(const std::string& directory) {
  const std::string path = path_of_spool(directory);
  const int file = ::open(path.c_str(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return {};
  const bool is_empty = file >= 0 && ::fdatasync(file) == 0;
  if (file >= 0) ::close(file);
  if (!is_empty || ::unlink(path.c_str()) != 0)
    return fail(Errc::storage, "the spool cannot be cleared");
  return sync_directory(directory);
}

}  // namespace tocsin::store
