#include "cli/output.h"

#include <cerrno>

#include <unistd.h>

namespace tocsin::cli {
namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

void StandardOutput::out(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) has_failed_ = true;
}

bool StandardOutput::is_screen() const {
  return ::isatty(STDOUT_FILENO) == 1;
}

void StandardOutput::err(std::string_view text) {
  // Whoever closed standard error does not want to know.
  static_cast<void>(write_all(STDERR_FILENO, text));
}

}  // namespace tocsin::cli
