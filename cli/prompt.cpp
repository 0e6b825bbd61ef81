#include "cli/prompt.h"

#include <array>
#include <cerrno>
#include <utility>

#include <termios.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/crypto/secret.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

enum class Got { byte, end, failed };

Got read_byte(int file, std::uint8_t& byte) {
  for (;;) {
    const ssize_t count = ::read(file, &byte, 1);
    if (count == 1) return Got::byte;
    if (count == 0) return Got::end;
    if (errno != EINTR) return Got::failed;
  }
}

// Until it goes, what is typed is not shown. Interrupt is read as a character, so that nobody is
// left with a silent terminal.
class Silence {
 public:
  explicit Silence(int file) : file_{file} {
    if (::isatty(file) == 0 || ::tcgetattr(file, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    is_on_ = ::tcsetattr(file, TCSAFLUSH, &quiet) == 0;
  }

  ~Silence() {
    if (is_on_) static_cast<void>(::tcsetattr(file_, TCSAFLUSH, &before_));
  }

  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

  bool is_on() const { return is_on_; }

 private:
  int file_;
  termios before_{};
  bool is_on_ = false;
};

tl::unexpected<Refusal> batch_refused() {
  return refuse(Exit::usage,
                "E_BATCH",
                "this would ask a question, and --batch forbids it",
                "leave --batch out");
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \r");
  if (first == std::string_view::npos) return "";
  return std::string{text.substr(first, text.find_last_not_of(" \r") - first + 1)};
}

enum class Key { again, done, given_up, too_long };

// One key of a silent terminal.
Key take_key(Passphrase& typed, std::uint8_t byte) {
  switch (byte) {
    case '\n':
    case '\r':
      return Key::done;
    case 0x03:  // interrupt
    case 0x04:
      return Key::given_up;
    case 0x08:
    case 0x7f:
      typed.drop_last_character();
      return Key::again;
    case 0x15:
      typed = Passphrase{};
      return Key::again;  // erase the line
    default:
      return typed.append(byte) ? Key::again : Key::too_long;
  }
}

Reply<Passphrase> read_passphrase(int file, bool is_terminal) {
  Passphrase typed;
  std::uint8_t byte = 0;
  for (;;) {
    const Got got = read_byte(file, byte);
    if (got == Got::failed) return refuse(Exit::io, "E_INPUT", "the passphrase cannot be read");
    if (got == Got::end) {
      if (typed.is_empty()) return input_refused("input ended before the passphrase");
      return typed;
    }
    Key key = Key::again;
    if (is_terminal)
      key = take_key(typed, byte);
    else
      key = byte == '\n' ? Key::done : typed.append(byte) ? Key::again : Key::too_long;
    crypto::wipe({&byte, 1});
    if (key == Key::done) return typed;
    if (key == Key::given_up) return input_refused("given up, nothing was done");
    if (key == Key::too_long) return input_refused("longer than any passphrase");
  }
}

}  // namespace

tl::unexpected<Refusal> input_refused(std::string reason, std::string remedy) {
  return refuse(Exit::usage, "E_INPUT", std::move(reason), std::move(remedy));
}

Reply<std::optional<std::string>> Prompt::next_line() {
  std::string text;
  std::uint8_t byte = 0;
  for (;;) {
    const Got got = read_byte(sources_.input, byte);
    if (got == Got::failed) return refuse(Exit::io, "E_INPUT", "standard input cannot be read");
    if (got == Got::end && text.empty()) return std::optional<std::string>{};
    if (got == Got::end || byte == '\n') break;
    if (text.size() == limits::typed_line_bytes_max)
      return input_refused("a line longer than any answer");
    text.push_back(static_cast<char>(byte));
  }
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return std::optional{std::move(text)};
}

Reply<std::string> Prompt::line(std::string_view question) {
  if (sources_.is_batch) return batch_refused();
  output_.err(question);
  if (!question.ends_with('\n')) output_.err(" ");
  auto read = next_line();
  if (!is_terminal()) output_.err("\n");
  if (!read) return tl::unexpected{read.error()};
  if (!read->has_value()) return input_refused("input ended before the answer");
  std::string text = trimmed(**read);
  if (!check_text(text, limits::typed_line_bytes_max, Newlines::refused))
    return input_refused("the answer holds a character that no text has");
  return text;
}

Reply<Passphrase> Prompt::passphrase(std::string_view question) {
  if (sources_.is_batch) return batch_refused();
  if (sources_.passphrase) return read_passphrase(*sources_.passphrase, false);
  output_.err(question);
  output_.err(" ");
  auto read = [&] {
    const Silence silence{sources_.input};
    return read_passphrase(sources_.input, silence.is_on());
  }();
  output_.err("\n");
  return read;
}

Reply<std::string> Prompt::rest(std::size_t bytes_max) {
  std::string text;
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t count = ::read(sources_.input, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refuse(Exit::io, "E_INPUT", "standard input cannot be read");
    if (count == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > bytes_max)
      return refuse(Exit::usage, "E_SIZE", "the text is longer than its limit");
  }
}

bool Prompt::is_terminal() const {
  return ::isatty(sources_.input) == 1;
}

}  // namespace tocsin::cli
