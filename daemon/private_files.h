// Directories and files that nobody else can read, replace or plant: each step of a path is opened
// without following links and judged by its descriptor, never twice by its name. What is wrong is
// refused and named, never repaired.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/model/command.h"
#include "daemon/descriptor.h"

namespace tocsin::daemon {

// Makes what is missing, 0700. The last `private_steps` of the path must be ours alone; what is
// above them must belong to us or to root and be writable by nobody else (a sticky directory of
// root's is as good).
Reply<Descriptor> open_private_directory(const std::string& path, int private_steps);

enum class Readers : std::uint8_t { owner, anyone };

// Nothing: there is no such file. `anyone` is for settings, which are no secret but must not be
// others' to write.
Reply<std::optional<Bytes>> read_file(const Descriptor& directory,
                                      const std::string& name,
                                      std::size_t bytes_max,
                                      Readers readers);

// 0600, durable, all or nothing.
Reply<void> write_file(const Descriptor& directory, const std::string& name, ByteView bytes);

}  // namespace tocsin::daemon
