#include "daemon/running.h"

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

TEST_CASE("what a node was told is in its store when it comes back") {
  const tests::TemporaryDirectory base;
  tests::SeededRandom random{8};
  uv::Loop loop;
  const Bytes key(32, 3);
  const std::string directory = base / "store";
  REQUIRE(::mkdir(directory.c_str(), 0700) == 0);
  REQUIRE(store::ProfileStore::create(directory, key, {{}, 64 * 1024, 2}, random));

  const auto ask = [&](const std::string& verb, const Row& arguments) {
    Listener listener;
    Running running{loop,
                    std::move(store::ProfileStore::open(directory, key).value()),
                    NodeSettings{},
                    random,
                    listener};
    running.feed(Commanded{RequestId{1}, Command{verb, arguments, Level::live}});
    loop.run_until([&] { return !listener.answers.empty() || listener.failed; });
    REQUIRE(!listener.failed);
    return listener.answers.front();
  };
  Row arguments{"arguments"};
  arguments.set("handle", "ana").set("rehearsal", true);
  const Answer made = ask("init", arguments);
  REQUIRE(made.exit == Exit::ok);
  const Answer again = ask("status", Row{"arguments"});
  CHECK(again.rows.at(0).bytes("device").value() == made.rows.at(0).bytes("device").value());
}

}  // namespace
}  // namespace tocsin::daemon
