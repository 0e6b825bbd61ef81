// What the product says about its limits, before it is used and again by `doctor` (THREAT_MODEL
// §1).
#pragma once

#include <string_view>

namespace tocsin::cli {

inline constexpr std::string_view first_screen =
    "Tocsin protects what travels and what is stored. It does not protect a laptop that\n"
    "somebody else controls: malware, an employer's management software, or a person at\n"
    "your unlocked screen can read all that you can read. Use your own computer.\n"
    "Lock it (tocsin lock) or power it off before you let go of it. Deleted means deleted\n"
    "here: others keep copies; old flash memory and backups may keep encrypted ones.\n"
    "A watcher of your network sees that you connect, when, and how much. Anyone you\n"
    "trust with a message can photograph it. A call can be late: keep the phone tree.\n"
    "If you forget the passphrase, nobody can help you.\n";

}  // namespace tocsin::cli
