#include "cli/privacy_checks.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "cli/check_row.h"

namespace tocsin::cli {
namespace {

constexpr std::uint64_t lockable_min = 4 * 1024 * 1024;  // what the daemon's secrets may take

struct Mount {
  std::string source;
  std::string kind;
};

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// Of the lines of /proc/self/mounts that of the deepest folder above; of two of one place the
// later.
std::optional<Mount> mount_of(const Laptop& laptop, std::string_view path) {
  const auto text = laptop.read("/proc/self/mounts");
  if (!text) return std::nullopt;
  std::optional<Mount> best;
  std::size_t depth = 0;
  std::istringstream lines{*text};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string source;
    std::string place;
    std::string kind;
    words >> source >> place >> kind;
    if (kind.empty() || !is_below(path, place) || place.size() < depth) continue;
    depth = place.size();
    best = Mount{source, kind};
  }
  return best;
}

Row check_modes(const Laptop& laptop) {
  constexpr std::string_view about = "file modes";
  constexpr std::array<const char*, 5> files{
      "", "/store", "/store/store.db", "/store/key", "/config.toml"};
  bool is_here = false;
  for (const char* const file : files) {
    const std::string path = laptop.data + file;
    const auto facts = laptop.facts(path);
    if (!facts) continue;
    is_here = true;
    const bool is_config = std::string_view{file} == "/config.toml";
    const std::uint32_t forbidden = is_config ? 0022U : 0077U;
    if ((facts->mode & forbidden) != 0)
      return red(about, "others may open " + path, "chmod go= " + path);
    if (facts->user != laptop.user)
      return red(about, path + " belongs to another user", "sudo chown $USER " + path);
  }
  if (!is_here) return yellow(about, "there is no profile in " + laptop.data, "tocsin init");
  return green(about, "the profile is yours alone");
}

Row check_place(const Laptop& laptop) {
  constexpr std::string_view about = "where it lies";
  constexpr std::string_view todo =
      "move the data to a disk of this laptop (XDG_DATA_HOME), purge the copies there";
  constexpr std::array<std::string_view, 13> far{"nfs",
                                                 "nfs4",
                                                 "cifs",
                                                 "smb3",
                                                 "smbfs",
                                                 "9p",
                                                 "afs",
                                                 "ceph",
                                                 "glusterfs",
                                                 "davfs",
                                                 "fuse.sshfs",
                                                 "fuse.rclone",
                                                 "fuse.davfs2"};
  const auto mount = mount_of(laptop, laptop.data);
  if (mount && std::ranges::find(far, mount->kind) != far.end())
    return red(about, fmt::format("on a network mount ({})", mount->kind), todo);
  constexpr std::array<std::string_view, 8> clouds{"Dropbox",
                                                   "OneDrive",
                                                   "Nextcloud",
                                                   "ownCloud",
                                                   "Google Drive",
                                                   "GoogleDrive",
                                                   "MEGA",
                                                   "pCloudDrive"};
  constexpr std::array<std::string_view, 6> marks{".stfolder",
                                                  ".dropbox",
                                                  ".dropbox.cache",
                                                  ".nextcloudsync.log",
                                                  ".owncloudsync.log",
                                                  ".megasync"};
  for (std::string folder = laptop.data; folder.size() > 1;
       folder = folder.substr(0, folder.rfind('/'))) {
    const std::string_view name = std::string_view{folder}.substr(folder.rfind('/') + 1);
    const bool is_cloud = std::ranges::find(clouds, name) != clouds.end();
    // A marker in the home itself says that something is synced, not that all of it is.
    const bool has_mark =
        folder != laptop.home && std::ranges::any_of(marks, [&](std::string_view mark) {
          return laptop.facts(fmt::format("{}/{}", folder, mark)).has_value();
        });
    if (is_cloud || has_mark)
      return red(about, "in a folder that is copied elsewhere: " + folder, todo);
  }
  return green(about, "on this laptop, in no folder known to be copied away");
}

// LUKS below LVM below a file system: the device, or what it is made of, says CRYPT.
bool is_encrypted_device(const Laptop& laptop, const std::string& device, int depth) {
  constexpr int layers_max = 4;
  const std::string block = "/sys/class/block/" + device;
  const auto kind = laptop.read(block + "/dm/uuid");
  if (kind && kind->starts_with("CRYPT-")) return true;
  if (depth == layers_max) return false;
  return std::ranges::any_of(laptop.names(block + "/slaves"), [&](const std::string& below) {
    return is_encrypted_device(laptop, below, depth + 1);
  });
}

Row check_disk(const Laptop& laptop) {
  constexpr std::string_view about = "disk";
  constexpr std::array<std::string_view, 5> sealed{
      "ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"};
  const auto mount = mount_of(laptop, laptop.home.empty() ? laptop.data : laptop.home);
  if (mount) {
    const std::string source = laptop.resolved(mount->source);
    const std::string device = source.substr(source.rfind('/') + 1);
    const bool is_sealed = std::ranges::find(sealed, mount->kind) != sealed.end();
    if (is_sealed || is_encrypted_device(laptop, device, 0))
      return green(about, "your home is encrypted");
  }
  return yellow(about,
                "your home is not seen to be encrypted: drafts, lists and histories beside the "
                "store lie in clear",
                "encrypt the disk when the system is next installed; keep no such files meanwhile");
}

struct Remembered {
  std::size_t commands = 0;  // that name this program
  std::size_t texts = 0;     // that feed it by echo, or quote something to it
};

Remembered remembered_in(const std::string& text) {
  Remembered found;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.find("tocsin ") == std::string::npos) continue;
    ++found.commands;
    const bool feeds = line.find("echo ") != std::string::npos ||
                       line.find("printf ") != std::string::npos ||
                       line.find("<<<") != std::string::npos;
    found.texts += feeds ? 1U : 0U;
  }
  return found;
}

Row check_history(const Laptop& laptop) {
  constexpr std::string_view about = "shell history";
  Remembered all;
  for (const std::string& file : laptop.histories) {
    const auto text = laptop.read(file);
    if (!text) continue;
    const Remembered here = remembered_in(*text);
    all.commands += here.commands;
    all.texts += here.texts;
  }
  if (all.texts > 0)
    return red(about,
               fmt::format("{} remembered lines hand a text or passphrase to tocsin", all.texts),
               "delete these lines; change the passphrase if it was one (tocsin passphrase)");
  if (all.commands > 0)
    return yellow(
        about,
        fmt::format("remembers {} tocsin commands: file names, short names, days", all.commands),
        "for bash: HISTIGNORE='*tocsin*' in ~/.bashrc, then delete the lines");
  return green(about, "remembers no tocsin command");
}

Row check_memory(const Laptop& laptop) {
  constexpr std::string_view about = "locked memory";
  if (laptop.lockable_bytes >= lockable_min) return green(about, "keys can be kept out of swap");
  return red(about,
             fmt::format("only {} KiB can be kept out of swap", laptop.lockable_bytes / 1024),
             "raise the limit: ulimit -l 8192, or LimitMEMLOCK=8M of the service");
}

bool runs(const Laptop& laptop, std::string_view program) {
  return std::ranges::find(laptop.programs, program) != laptop.programs.end();
}

Row check_agents(const Laptop& laptop) {
  constexpr std::string_view about = "watchers";
  // As the kernel shortens names: 15 letters.
  constexpr std::array<std::string_view, 18> known{"falcon-sensor",
                                                   "osqueryd",
                                                   "mdatp",
                                                   "wdavdaemon",
                                                   "sentinelone-age",
                                                   "cbagentd",
                                                   "ds_agent",
                                                   "xagt",
                                                   "jamf",
                                                   "intune-portal",
                                                   "puppet",
                                                   "salt-minion",
                                                   "chef-client",
                                                   "teamviewerd",
                                                   "anydesk",
                                                   "rustdesk",
                                                   "x11vnc",
                                                   "auditbeat"};
  std::string names;
  for (const std::string_view program : known)
    if (runs(laptop, program)) names += fmt::format("{}{}", names.empty() ? "" : ", ", program);
  if (names.empty()) return green(about, "no management or remote program known to us runs");
  return yellow(about,
                names + " can read all that you can read",
                "use a laptop of your own, or end and remove it");
}

Row check_users(const Laptop& laptop) {
  constexpr std::string_view about = "other users";
  if (laptop.other_users == 0) return green(about, "nobody else is logged in");
  return yellow(about,
                fmt::format("{} others are logged in", laptop.other_users),
                "they reach no file of the profile; who is root reaches all");
}

Row check_lock(const Laptop& laptop) {
  constexpr std::string_view about = "screen lock";
  if (runs(laptop, "xss-lock") || runs(laptop, "swayidle"))
    return green(about, "something runs that can lock tocsin with the screen");
  return yellow(about,
                "nothing is seen to lock tocsin with the screen, or before sleep",
                "xss-lock or swayidle, told to run: tocsin lock");
}

}  // namespace

std::vector<Row> privacy_checks(const Laptop& laptop) {
  return {check_modes(laptop),
          check_place(laptop),
          check_disk(laptop),
          check_history(laptop),
          check_memory(laptop),
          check_agents(laptop),
          check_users(laptop),
          check_lock(laptop)};
}

}  // namespace tocsin::cli
