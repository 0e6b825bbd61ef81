#include "cli/client.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/base/ensure.h"
#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.h"

namespace tocsin::cli {
namespace {

constexpr Seconds no_wait{0};
constexpr Seconds a_wait{5};

// A daemon that has already said all that it will ever say.
class Hostile {
 public:
  Hostile() {
    ENSURE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) == 0);
    say(wire::control_frame(ControlNonce{}));
  }

  ~Hostile() { hang_up(); }

  Hostile(const Hostile&) = delete;
  Hostile& operator=(const Hostile&) = delete;

  void say(ByteView bytes) {
    ENSURE(::write(ends_[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  void say(const ControlReply& reply) { say(wire::control_frame(wire::encode(reply))); }

  void hang_up() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

  Bytes heard() {
    Bytes bytes(64 * 1024);
    const ssize_t count = ::recv(ends_[1], bytes.data(), bytes.size(), MSG_DONTWAIT);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }

  Reply<std::unique_ptr<ControlLink>> open() {
    return ControlLink::open(ends_[0], {cookie_, ::geteuid()});
  }

  int client_end() const { return ends_[0]; }

  ControlCookie cookie_{1, 2, 3};

 private:
  std::array<int, 2> ends_{};
};

ControlReply answer_to(std::uint32_t number) {
  ControlReply reply;
  reply.number = number;
  reply.answer = answer_of(std::vector<Row>{Row{"daemon"}.set("state", "open")});
  return reply;
}

ControlRequest state_request() {
  ControlRequest request;
  request.verb = "daemon state";
  return request;
}

}  // namespace

TEST_CASE("the cookie's proof goes out before anything else") {
  Hostile daemon;
  REQUIRE(daemon.open());
  CHECK(daemon.heard() == wire::control_frame(control_mac(daemon.cookie_, ControlNonce{})));
}

TEST_CASE("a socket of another user hears nothing") {
  Hostile daemon;
  const auto opened = ControlLink::open(daemon.client_end(), {daemon.cookie_, ::geteuid() + 1});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == "E_PEER");
  CHECK(opened.error().exit == Exit::permission);
  CHECK(daemon.heard().empty());
}

TEST_CASE("an answer is taken, and events on the way to it are kept") {
  Hostile daemon;
  daemon.say(reply_of(Notice{Row{"event"}.set("cursor", 5)}));
  daemon.say(answer_to(1));
  const auto link = daemon.open();
  REQUIRE(link);
  const auto answer = (*link)->ask(state_request(), a_wait);
  REQUIRE(answer);
  CHECK(answer->rows.front().text("state").value() == "open");
  const auto notice = (*link)->next_notice(no_wait);
  REQUIRE(notice);
  REQUIRE(notice->has_value());
  CHECK((*notice)->integer("cursor").value() == 5);
}

TEST_CASE("a hostile daemon's bytes are refused, whatever they are") {
  Hostile daemon;
  SECTION("an answer to a question that was not asked") {
    daemon.say(answer_to(2));
  }
  SECTION("a length beyond every answer") {
    daemon.say(Bytes{0xff, 0xff, 0xff, 0x7f});
  }
  SECTION("a message that is none") {
    daemon.say(wire::control_frame(Bytes(40, 0xff)));
  }
  SECTION("a notice of two rows") {
    ControlReply reply = reply_of(Notice{Row{"event"}});
    reply.answer.rows.push_back(Row{"event"});
    daemon.say(reply);
  }
  const auto link = daemon.open();
  REQUIRE(link);
  const auto answer = (*link)->ask(state_request(), a_wait);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == "E_PROTOCOL");
}

TEST_CASE("a daemon that goes away or says nothing is exit 75") {
  Hostile daemon;
  const auto link = daemon.open();
  REQUIRE(link);
  std::string code = "E_NO_DAEMON";
  SECTION("gone") {
    daemon.hang_up();
  }
  SECTION("silent") {
    code = "E_TIMEOUT";
  }
  const auto answer = (*link)->ask(state_request(), no_wait);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().exit == Exit::later);
  CHECK(answer.error().code == code);
}

TEST_CASE("a nonce of a wrong length gets no proof") {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const Bytes frame = wire::control_frame(Bytes(31, 0));
  REQUIRE(::write(ends[1], frame.data(), frame.size()) == static_cast<ssize_t>(frame.size()));
  CHECK_FALSE(ControlLink::open(ends[0], {ControlCookie{}, ::geteuid()}));
  std::array<char, 8> heard{};
  // The other end is closed already, so nothing can be waiting but the end.
  CHECK(::recv(ends[1], heard.data(), heard.size(), MSG_DONTWAIT) == 0);
  ::close(ends[1]);
}

TEST_CASE("more than a request may carry is not sent") {
  Hostile daemon;
  const auto link = daemon.open();
  REQUIRE(link);
  daemon.heard();
  ControlRequest request = state_request();
  request.arguments.set("csv", Value{Bytes(limits::request_bytes_max, 'a')});
  const auto answer = (*link)->ask(std::move(request), a_wait);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == "E_SIZE");
  CHECK(daemon.heard().empty());
}

TEST_CASE("the runtime folder is a service's own, else the user's, else none") {
  const auto relay = [](const char* name) -> std::optional<std::string> {
    return std::string{name} == "RUNTIME_DIRECTORY" ? "/run/tocsin-relay" : "/run/user/1000";
  };
  const auto user = [](const char* name) -> std::optional<std::string> {
    return std::string{name} == "XDG_RUNTIME_DIR" ? std::optional<std::string>{"/run/user/1000/"}
                                                  : std::nullopt;
  };
  CHECK(runtime_folder("r", relay).value() == "/run/tocsin-relay/tocsin/r");
  CHECK(runtime_folder("ana", user).value() == "/run/user/1000/tocsin/ana");
  const auto none = runtime_folder("ana", [](const char*) { return std::optional<std::string>{}; });
  REQUIRE_FALSE(none);
  CHECK(none.error().exit == Exit::config);
}

TEST_CASE("where no daemon runs the profile is named, and those whose daemon runs") {
  const tests::TemporaryDirectory folder;
  const auto listen_at = [&](const std::string& profile) {
    ENSURE(::mkdir((folder / profile).c_str(), 0700) == 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (folder / profile) + "/ctl";
    ENSURE(path.size() < sizeof address.sun_path);
    std::ranges::copy(path, std::begin(address.sun_path));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* const plain = static_cast<const sockaddr*>(static_cast<const void*>(&address));
    ENSURE(::bind(socket, plain, sizeof address) == 0 && ::listen(socket, 1) == 0);
    return socket;
  };
  const int rehearsal = listen_at("rehearsal");
  const int box = listen_at("box-1");
  ::close(listen_at("gone"));  // its socket file is still there
  ENSURE(::mkdir((folder / "empty").c_str(), 0700) == 0);
  CHECK(running_profiles(folder.path()) == std::vector<std::string>{"box-1", "rehearsal"});
  CHECK(running_profiles(folder / "nowhere").empty());
  ::close(rehearsal);
  ::close(box);
  const Refusal other = no_daemon_for("default", {"box-1", "rehearsal"});
  CHECK(other.exit == Exit::later);
  CHECK(other.reason == "no daemon runs for the profile default; one runs for: box-1, rehearsal");
  CHECK(other.remedy == "tocsin --profile box-1 COMMAND, or start it: tocsind --profile default");
  CHECK(no_daemon_for("ana", {}).remedy == "start it in another window: tocsind --profile ana");
}

}  // namespace tocsin::cli
