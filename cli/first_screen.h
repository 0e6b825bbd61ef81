// What the product says about its limits, before it is used and again by `doctor` (THREAT_MODEL
// §1).
#pragma once

#include <string_view>

namespace tocsin::cli {

inline constexpr std::string_view first_screen =
    "Tocsin protects what travels and what is stored. It does not protect a laptop\n"
    "that somebody else controls: malware, an employer's management software, or a\n"
    "person at your unlocked screen can read all that you can read. Use your own\n"
    "computer. Lock it (tocsin lock) or power it off before you let go of it.\n"
    "Deleted means deleted here: others keep copies; old flash memory and backups\n"
    "may keep encrypted ones. A watcher of your network sees that you connect, when,\n"
    "and how much. Anyone you trust with a message can photograph it. A call can be\n"
    "late: keep the phone tree.\n"
    "If you forget the passphrase, nobody can help you.\n";

}  // namespace tocsin::cli
