// What people hand over: files they named, and the text of a message from a pipe, the keyboard or
// their editor. The daemon is told no path; it gets the bytes.
#pragma once

#include <string>

#include "cli/output.h"
#include "cli/prompt.h"
#include "core/base/bytes.h"
#include "core/model/command.h"

namespace tocsin::cli {

// A regular file, opened once and counted as it is read. usage: no such file; E_SIZE: too large.
Reply<Bytes> read_file(const std::string& path);
bool is_file(const std::string& path);
bool exists(const std::string& path);  // anything, a broken link too

// All or nothing: written beside it, flushed, renamed. 0600: a draft names people.
Reply<void> write_file(const std::string& path, ByteView bytes);

// A message: all of a piped standard input; from a keyboard what is typed up to end of file, or
// what the editor saved ($VISUAL or $EDITOR, if that is an absolute path and the person says so).
Reply<std::string> message_text(Prompt& prompt, Output& output);

}  // namespace tocsin::cli
