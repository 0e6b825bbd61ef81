#include "daemon/relay_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "daemon/private_files.h"

namespace tocsin::daemon {
namespace {

constexpr const char* file_name = "unlock-key";

Reply<crypto::UnlockKey> key_from(Bytes bytes, const std::string& where) {
  if (bytes.size() != crypto::UnlockKey::size) {
    crypto::wipe(bytes);
    return refuse(
        Exit::permission, "E_KEY", escape_for_terminal(where) + ": an unlock key has 32 bytes");
  }
  auto key = crypto::UnlockKey::copy_of(bytes);
  crypto::wipe(bytes);
  return key;
}

// The service manager guards this directory; its files may belong to root.
std::optional<Bytes> read_credential(const std::string& directory) {
  const Descriptor above{::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  const Descriptor file{
      ::openat(above.number(), file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (!file) return std::nullopt;
  Bytes bytes(crypto::UnlockKey::size + 1);
  const ssize_t count = ::read(file.number(), bytes.data(), bytes.size());
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return bytes;
}

}  // namespace

Reply<crypto::UnlockKey> relay_unlock_key(const Profile& profile,
                                          const Environment& environment,
                                          Random& random) {
  if (const auto directory = environment("CREDENTIALS_DIRECTORY")) {
    if (auto bytes = read_credential(*directory))
      return key_from(std::move(*bytes), "the credential unlock-key");
  }
  auto bytes = read_file(profile.data, file_name, crypto::UnlockKey::size, Readers::owner);
  if (!bytes) return tl::unexpected{bytes.error()};
  if (*bytes) return key_from(std::move(**bytes), file_name);
  if (profile.has_store()) {
    return refuse(
        Exit::config,
        "E_ROLE",
        "this profile has a store but no unlock key: a person unlocks it, or the key is lost",
        "start it with --role node, or use another profile");
  }
  auto key = crypto::UnlockKey::make(
      [&](std::span<std::uint8_t, crypto::UnlockKey::size> out) { random.fill(out); });
  // Before the store: a store without its key would be lost, a key without a store is used next
  // time.
  if (auto written = write_file(profile.data, file_name, key.reveal()); !written)
    return tl::unexpected{written.error()};
  return key;
}

Reply<void> check_no_relay_key(const Profile& profile) {
  struct stat status{};
  if (::fstatat(profile.data.number(), file_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return refuse(Exit::config,
                "E_ROLE",
                "this profile is a relay's",
                "start it with --role relay, or use another profile");
}

}  // namespace tocsin::daemon
