#include "cli/client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/environment.h"
#include "core/base/joined.h"
#include "core/crypto/secret.h"
#include "core/model/limits/cli.h"
#include "core/model/limits/control.h"

namespace tocsin::cli {
namespace {

using Clock = std::chrono::steady_clock;

// One answer may carry the largest proof there is.
constexpr std::size_t reply_bytes_max = limits::reply_queue_bytes_max + 64 * 1024;
constexpr std::size_t notices_max = 4096;  // while an answer is awaited

tl::unexpected<Refusal> no_daemon() {
  return refuse(Exit::later,
                "E_NO_DAEMON",
                "no daemon answers for this profile",
                "start tocsind for it, then try again");
}

tl::unexpected<Refusal> wrong_peer(std::string reason) {
  return refuse(Exit::permission,
                "E_PEER",
                std::move(reason),
                "use the program as the user whose profile it is");
}

tl::unexpected<Refusal> nonsense() {
  return refuse(Exit::bug,
                "E_PROTOCOL",
                "the daemon's answer is not understood",
                "install the same version of tocsin and tocsind");
}

tl::unexpected<Refusal> timed_out() {
  return refuse(Exit::later,
                "E_TIMEOUT",
                "no answer in time; what was asked may be done all the same",
                "tocsin status");
}

// True once the socket is ready; false when the deadline passed.
bool wait_for(int socket, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd asked{socket, events, 0};
    const int ready =
        ::poll(&asked, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // the next call tells
    if (ready == 0 && Clock::now() >= deadline) return false;
  }
}

bool is_owned_by(int socket, uid_t owner) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == owner;
}

Reply<ControlCookie> read_cookie(const std::string& folder) {
  const std::string path = folder + "/cookie";
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return no_daemon();
  struct stat about{};
  ControlCookie cookie{};
  const bool is_ours = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                       about.st_uid == ::geteuid() && (about.st_mode & 077) == 0;
  const bool is_whole =
      ::read(file, cookie.data(), cookie.size()) == static_cast<ssize_t>(cookie.size());
  ::close(file);
  if (!is_ours) return wrong_peer("the daemon's cookie file is not yours alone");
  if (!is_whole) return no_daemon();
  return cookie;
}

Reply<int> connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() > limits::socket_path_bytes_max || path.size() >= sizeof address.sun_path)
    return refuse(Exit::permission,
                  "E_PATH",
                  "the control socket's path is longer than 100 bytes",
                  "set XDG_RUNTIME_DIR to a shorter path");
  std::ranges::copy(path, std::begin(address.sun_path));
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return refuse(Exit::io, "E_SOCKET", "no socket can be made");
  // The one cast that the socket interface wants, by way of void.
  const auto* const plain = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  if (::connect(socket, plain, sizeof address) == 0) return socket;
  const int why = errno;
  ::close(socket);
  if (why == EACCES || why == EPERM) return wrong_peer("the control socket is somebody else's");
  return no_daemon();
}

}  // namespace

ControlLink::ControlLink(int socket) : socket_{socket}, frames_{reply_bytes_max} {}

ControlLink::~ControlLink() {
  ::close(socket_);
}

Reply<std::unique_ptr<ControlLink>> ControlLink::open(int socket, const Terms& terms) {
  auto link = std::make_unique<ControlLink>(socket);
  // Before a byte is sent: root is as foreign as anybody.
  if (!is_owned_by(socket, terms.owner)) return wrong_peer("the control socket is somebody else's");
  const Deadline deadline = Clock::now() + limits::connect_wait;
  auto nonce = link->receive(deadline);
  if (!nonce) return tl::unexpected{nonce.error()};
  if (!nonce->has_value()) return timed_out();
  ControlNonce asked{};
  if ((*nonce)->size() != asked.size()) return nonsense();
  std::ranges::copy(**nonce, asked.begin());
  const ControlMac mac = control_mac(terms.cookie, asked);
  if (auto sent = link->send(wire::control_frame(mac), deadline); !sent)
    return tl::unexpected{sent.error()};
  return link;
}

Reply<void> ControlLink::send(ByteView bytes, Deadline deadline) {
  while (!bytes.empty()) {
    if (!wait_for(socket_, POLLOUT, deadline)) return timed_out();
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return no_daemon();
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Reply<std::optional<Bytes>> ControlLink::receive(Deadline deadline) {
  std::array<std::uint8_t, 16 * 1024> piece{};
  for (;;) {
    auto message = frames_.next();
    if (!message) return nonsense();
    if (message->has_value()) return *std::move(message);
    if (!wait_for(socket_, POLLIN, deadline)) return std::optional<Bytes>{};
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0)
      return refuse(
          Exit::later, "E_NO_DAEMON", "the daemon went away before it answered", "tocsin status");
    frames_.feed(ByteView{piece}.first(static_cast<std::size_t>(got)));
  }
}

Reply<std::optional<ControlReply>> ControlLink::receive_reply(Deadline deadline) {
  const auto message = receive(deadline);
  if (!message) return tl::unexpected{message.error()};
  if (!message->has_value()) return std::optional<ControlReply>{};
  auto reply = wire::decode_control_reply(**message);
  if (!reply) return nonsense();
  return std::optional{*std::move(reply)};
}

Reply<Answer> ControlLink::ask(ControlRequest request, Seconds wait) {
  const Deadline deadline = Clock::now() + wait;
  request.number = ++last_number_;
  Bytes message = wire::encode(request);
  crypto::wipe(request.unlock_key);
  crypto::wipe(request.new_unlock_key);
  Bytes frame = wire::control_frame(message);
  crypto::wipe(message);
  const bool is_too_large = frame.size() > limits::request_bytes_max;
  const auto sent =
      is_too_large
          ? Reply<void>{refuse(
                Exit::invalid, "E_SIZE", "more than one request may carry", "split the file")}
          : send(frame, deadline);
  crypto::wipe(frame);
  if (!sent) return tl::unexpected{sent.error()};
  for (;;) {
    auto reply = receive_reply(deadline);
    if (!reply) return tl::unexpected{reply.error()};
    if (!reply->has_value()) return timed_out();
    if (!(*reply)->is_notice()) {
      if ((*reply)->number != request.number) return nonsense();
      return std::move((*reply)->answer);
    }
    if ((*reply)->answer.rows.size() != 1 || notices_.size() == notices_max) return nonsense();
    notices_.push_back(std::move((*reply)->answer.rows.front()));
  }
}

Reply<std::optional<Row>> ControlLink::next_notice(Seconds wait) {
  if (notices_.empty()) {
    auto reply = receive_reply(Clock::now() + wait);
    if (!reply) return tl::unexpected{reply.error()};
    if (!reply->has_value()) return std::optional<Row>{};
    if (!(*reply)->is_notice() || (*reply)->answer.rows.size() != 1) return nonsense();
    return std::optional{std::move((*reply)->answer.rows.front())};
  }
  Row row = std::move(notices_.front());
  notices_.pop_front();
  return std::optional{std::move(row)};
}

std::vector<std::string> running_profiles(const std::string& folder) {
  namespace fs = std::filesystem;
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  constexpr std::size_t shown_max = 8;
  std::vector<std::string> running;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}; !failed && at != fs::directory_iterator{};
       at.increment(failed)) {
    std::string name = at->path().filename().string();
    if (name.find_first_not_of(letters) != std::string::npos) continue;
    const auto socket = connect_to(at->path().string() + "/ctl");
    if (!socket) continue;
    ::close(*socket);
    running.push_back(std::move(name));
  }
  std::ranges::sort(running);
  if (running.size() > shown_max) running.resize(shown_max);
  return running;
}

Refusal no_daemon_for(const std::string& profile, const std::vector<std::string>& running) {
  const std::string start = "tocsind --profile " + profile;
  if (running.empty())
    return Refusal{Exit::later,
                   "E_NO_DAEMON",
                   "no daemon runs for the profile " + profile + ", and none for another",
                   "start it in another window: " + start};
  return Refusal{
      Exit::later,
      "E_NO_DAEMON",
      "no daemon runs for the profile " + profile + "; one runs for: " + joined(running, ", "),
      "tocsin --profile " + running.front() + " COMMAND, or start it: " + start};
}

Reply<ControlLink*> Client::link() {
  if (link_) return link_.get();
  const auto folder = runtime_folder(profile_, from_environment);
  if (!folder) return tl::unexpected{folder.error()};
  const auto explained = [&](const Refusal& refusal) {
    if (refusal.code != "E_NO_DAEMON") return tl::unexpected{refusal};
    const std::string above = folder->substr(0, folder->rfind('/'));
    return tl::unexpected{no_daemon_for(profile_, running_profiles(above))};
  };
  const auto cookie = read_cookie(*folder);
  if (!cookie) return explained(cookie.error());
  const auto socket = connect_to(*folder + "/ctl");
  if (!socket) return explained(socket.error());
  auto opened = ControlLink::open(*socket, {*cookie, ::geteuid()});
  if (!opened) return tl::unexpected{opened.error()};
  link_ = *std::move(opened);
  return link_.get();
}

Reply<Answer> Client::ask(ControlRequest request, Seconds wait) {
  const auto open = link();
  if (!open) {
    crypto::wipe(request.unlock_key);
    crypto::wipe(request.new_unlock_key);
    return tl::unexpected{open.error()};
  }
  return (*open)->ask(std::move(request), wait);
}

Reply<std::optional<Row>> Client::next_notice(Seconds wait) {
  const auto open = link();
  if (!open) return tl::unexpected{open.error()};
  return (*open)->next_notice(wait);
}

Reply<std::string> runtime_folder(const std::string& profile, const Environment& environment) {
  auto above = environment("RUNTIME_DIRECTORY");
  if (!above) above = environment("XDG_RUNTIME_DIR");
  if (!above)
    return refuse(Exit::config,
                  "E_CONFIG",
                  "XDG_RUNTIME_DIR is not set",
                  "log in as this user, or set it to a private directory");
  while (!above->empty() && above->back() == '/') above->pop_back();
  return *above + "/tocsin/" + profile;
}

}  // namespace tocsin::cli
