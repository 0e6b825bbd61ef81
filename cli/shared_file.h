// The file that somebody sends into a channel, and the one that is written when somebody saves it.
// Its content is in memory between the two ends: at most 25 MiB, read once, so that what is sent is
// what was hashed. Where it lay is told to nobody.
#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/model/command.h"

namespace tocsin::cli {

struct SharedFile {
  std::string name;  // the last component of its path
  Bytes content;
};

// A regular file, no link. E_EMPTY, E_SIZE, E_NAME; E_FILE: no such file, or it changed meanwhile.
Reply<SharedFile> read_shared_file(const std::string& path);

// 0600, and never over something that is there.
Reply<void> save_new_file(const std::string& path, ByteView content);

}  // namespace tocsin::cli
