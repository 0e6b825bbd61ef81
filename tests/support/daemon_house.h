// A daemon in a directory of its own, with clients on the same loop.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "daemon/daemon.h"
#include "daemon/lock.h"
#include "daemon/private_files.h"
#include "tests/support/control_client.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::tests {

struct DaemonHouse {
  explicit DaemonHouse(NodeRole role = NodeRole::node) : role_{role} { start(); }

  void start() {
    client.reset();
    daemon.reset();
    auto profile = std::move(daemon::open_profile("ana", places).value());
    runtime = std::move(daemon::open_private_directory(places.runtime, 2).value());
    daemon::Config config;
    config.listen.push_back(Address{AddressKind::ipv4, Bytes{127, 0, 0, 1}, 0});
    daemon = std::move(
        daemon::Daemon::start(loop, {std::move(profile), std::move(config), role_}, random)
            .value());
    client = connect();
  }

  std::unique_ptr<ControlClient> connect() {
    auto made = std::make_unique<ControlClient>(loop, places.socket());
    const Bytes cookie =
        daemon::read_file(runtime, "cookie", 32, daemon::Readers::owner).value().value();
    made->prove(Reader{cookie}.array<32>());
    return made;
  }

  Answer ask(const std::string& verb, Row arguments = Row{"arguments"}, Bytes unlock_key = {}) {
    ControlRequest request = client->request(verb, std::move(arguments));
    request.unlock_key = std::move(unlock_key);
    return client->answer(request);
  }

  // A rehearsal's cost; the key is what Argon2id would have made.
  Answer init(const std::string& handle = "ana") {
    return ask("init", init_arguments(handle), key);
  }

  static Row init_arguments(const std::string& handle) {
    Row arguments{"arguments"};
    arguments.set("salt", Value{Bytes(16, 1)}).set("memory_kib", 64 * 1024).set("passes", 2);
    arguments.set("handle", handle).set("rehearsal", true);
    return arguments;
  }

  std::string state() { return ask("daemon state").rows.at(0).text("state").value(); }

  const Bytes key = Bytes(32, 7);
  TemporaryDirectory base;
  daemon::Places places{base / "d/tocsin/ana", base / "r/tocsin/ana"};
  SeededRandom random{4};
  uv::Loop loop;
  daemon::Descriptor runtime;
  std::unique_ptr<daemon::Daemon> daemon;
  std::unique_ptr<ControlClient> client;

 private:
  NodeRole role_;
};

}  // namespace tocsin::tests
