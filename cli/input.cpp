#include "cli/input.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

class File {
 public:
  explicit File(int number) : number_{number} {}

  ~File() {
    if (number_ >= 0) ::close(number_);
  }

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int number() const { return number_; }

  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

tl::unexpected<Refusal> file_refused(Exit exit, std::string_view path, std::string_view why) {
  return refuse(exit, "E_FILE", fmt::format("{}: {}", escape_for_terminal(path), why));
}

Reply<Bytes> read_all(int file, std::size_t bytes_max) {
  Bytes bytes;
  std::array<std::uint8_t, 16 * 1024> piece{};
  for (;;) {
    const ssize_t count = ::read(file, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refuse(Exit::io, "E_FILE", "the file cannot be read");
    if (count == 0) return bytes;
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + count);
    if (bytes.size() > bytes_max)
      return refuse(Exit::invalid, "E_SIZE", "the file is larger than any we take");
  }
}

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

std::string folder_holding(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Only an absolute path starts a program: a word would be looked up wherever PATH says.
std::string chosen_editor() {
  for (const char* const name : {"VISUAL", "EDITOR"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr && value[0] == '/' &&
        std::string_view{value}.find(' ') == std::string_view::npos)
      return value;
  }
  return "";
}

int run_and_wait(const std::string& program, const std::string& argument) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::string name = program;
    std::string path = argument;
    const std::array<char*, 3> arguments{name.data(), path.data(), nullptr};
    ::execv(name.c_str(), arguments.data());
    ::_exit(127);
  }
  int status = -1;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The editor works on memory under a name in /proc, so that the text is never in a file.
Reply<std::string> text_from_editor(const std::string& editor) {
  const File memory{::memfd_create("message", 0)};
  if (!memory.is_open()) return refuse(Exit::io, "E_INPUT", "no memory for the editor's text");
  if (run_and_wait(editor, fmt::format("/proc/self/fd/{}", memory.number())) != 0)
    return refuse(Exit::usage, "E_INPUT", "the editor did not end well, nothing was sent");
  if (::lseek(memory.number(), 0, SEEK_SET) != 0)
    return refuse(Exit::io, "E_INPUT", "the text is lost");
  auto bytes = read_all(memory.number(), limits::typed_text_bytes_max);
  if (!bytes) return tl::unexpected{bytes.error()};
  return to_text(*bytes);
}

Reply<std::string> text_from_keyboard(Prompt& prompt, Output& output) {
  const std::string editor = chosen_editor();
  if (!editor.empty()) {
    auto answer = prompt.line(fmt::format("Open {}? y or n:", escape_for_terminal(editor)));
    if (!answer) return answer;
    if (*answer == "y" || *answer == "yes") return text_from_editor(editor);
  }
  output.err("Type the message. End it with Ctrl-D on a line of its own.\n");
  return prompt.rest(limits::typed_text_bytes_max);
}

}  // namespace

bool exists(const std::string& path) {
  struct stat about{};

  return ::lstat(path.c_str(), &about) == 0;
}

bool is_file(const std::string& path) {
  struct stat about{};
  return ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
}

Reply<Bytes> read_file(const std::string& path) {
  // NONBLOCK: opening a pipe without a writer would wait for ever.
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file.is_open())
    return file_refused(Exit::usage, path, "there is no such file, or it is not yours to read");
  struct stat about{};
  if (::fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode))
    return file_refused(Exit::usage, path, "not an ordinary file");
  return read_all(file.number(), limits::chosen_file_bytes_max);
}

Reply<void> write_file(const std::string& path, ByteView bytes) {
  const std::string draft = path + ".part";
  {
    const File file{
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.is_open()) return file_refused(Exit::io, path, "cannot be written");
    if (!write_all(file.number(), bytes) || ::fsync(file.number()) != 0)
      return file_refused(Exit::io, path, "could not be written to the end");
  }
  if (::rename(draft.c_str(), path.c_str()) != 0)
    return file_refused(Exit::io, path, "cannot be written");
  const File folder{::open(folder_holding(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.is_open() || ::fsync(folder.number()) != 0)
    return file_refused(Exit::io, path, "may not survive a power cut");
  return {};
}

Reply<std::string> message_text(Prompt& prompt, Output& output) {
  auto text = prompt.is_terminal() ? text_from_keyboard(prompt, output)
                                   : prompt.rest(limits::typed_text_bytes_max);
  if (!text) return text;
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  if (text->empty()) return refuse(Exit::usage, "E_INPUT", "an empty message is not sent");
  if (const auto checked = check_text(*text, limits::typed_text_bytes_max, Newlines::allowed);
      !checked)
    return refuse(
        Exit::usage, "E_INPUT", std::string{checked.error().what.view()}, "send plain UTF-8 text");
  return text;
}

}  // namespace tocsin::cli
