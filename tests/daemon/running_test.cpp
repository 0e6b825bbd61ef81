#include "daemon/running.h"

#include <filesystem>
#include <optional>

#include <sys/stat.h>

#include "core/base/ensure.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::daemon {
namespace {

struct Listener final : driver::Performer {
  void perform(Release release) override {
    if (auto* respond = std::get_if<Respond>(&release))
      answers.push_back(std::move(respond->answer));
  }

  void pause_reading(bool) override {}

  void pause_reading(LinkId, bool) override {}

  void fail_stop(const Error&) override { failed = true; }

  std::vector<Answer> answers;
  bool failed = false;
};

// A profile that was just made, and the one who hears what its node answers.
struct OpenProfile {
  OpenProfile() {
    REQUIRE(::mkdir(directory.c_str(), 0700) == 0);
    REQUIRE(store::ProfileStore::create(directory, key, {{}, 64 * 1024, 2}, random));
  }

  Running run() {
    return Running{loop,
                   std::move(store::ProfileStore::open(directory, key).value()),
                   NodeSettings{},
                   random,
                   listener};
  }

  Answer ask(Running& running, const std::string& verb, const Row& arguments) {
    listener.answers.clear();
    running.feed(Commanded{RequestId{1}, Command{verb, arguments, Level::live}});
    loop.run_until([&] { return !listener.answers.empty() || listener.failed; });
    REQUIRE(!listener.failed);
    return listener.answers.front();
  }

  Answer init(Running& running) {
    Row arguments{"arguments"};
    return ask(running, "init", arguments.set("handle", "ana").set("rehearsal", true));
  }

  tests::TemporaryDirectory base;
  tests::SeededRandom random{8};
  uv::Loop loop;
  Listener listener;
  Bytes key = Bytes(32, 3);
  std::string directory = base / "store";
};

TEST_CASE("what a node was told is in its store when it comes back") {
  OpenProfile profile;
  Bytes device;
  {
    Running running = profile.run();
    const Answer made = profile.init(running);
    REQUIRE(made.exit == Exit::ok);
    device = made.rows.at(0).bytes("device").value();
  }
  Running again = profile.run();
  const Answer status = profile.ask(again, "status", Row{"arguments"});
  CHECK(status.rows.at(0).bytes("device").value() == device);
}

TEST_CASE("what was overwritten leaves the log when the disk is looked after") {
  OpenProfile profile;
  Running running = profile.run();
  const auto log_bytes = [&] {
    return std::filesystem::file_size(profile.directory + "/store.db-wal");
  };
  CHECK(log_bytes() == 0);
  REQUIRE(profile.init(running).exit == Exit::ok);
  CHECK(log_bytes() > 0);
  running.look_after_disk();
  CHECK(log_bytes() == 0);
}

}  // namespace
}  // namespace tocsin::daemon
