#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("one record and one line per channel, the text from the pipe") {
  Stage stage;
  stage.answer("send", {Row{"sent"}.set("channel", "c")});
  REQUIRE(stage.run({"--json", "send", "assembly", "org", "--wait", "stored"}, "meet at noon\n"));
  std::size_t sends = 0;
  for (const ControlRequest& request : stage.daemon.asked) {
    if (request.verb != "send") continue;
    ++sends;
    CHECK(request.arguments.text("text").value() == "meet at noon");
    CHECK(request.arguments.text("wait").value() == "stored");
  }
  CHECK(sends == 2);
  CHECK(stage.said.out_ ==
        "{\"v\":1,\"kind\":\"sent\",\"channel\":\"c\"}\n{\"v\":1,\"kind\":\"sent\",\"channel\":"
        "\"c\"}\n");
}

TEST_CASE("a text typed as an argument goes nowhere and is not repeated", "[V-22]") {
  Stage stage;
  const auto done = stage.run({"send", "assembly", "Meet at noon!"}, "text\n");
  REQUIRE_FALSE(done);
  CHECK(done.error().exit == Exit::usage);
  CHECK(done.error().reason.find("noon") == std::string::npos);
  CHECK(stage.daemon.asked.empty());
}

TEST_CASE("a channel that fails does not keep the others from being sent") {
  Stage stage;
  stage.refuse_with("send", Refusal{Exit::usage, "E_NOT_FOUND", "no such channel", ""});
  CHECK_FALSE(stage.run({"send", "nowhere", "org"}, "text\n"));
  CHECK(stage.daemon.asked.size() == 2);
}

TEST_CASE("reading without a channel reads them all") {
  Stage stage;
  stage.answer("channel list",
               {Row{"channel"}.set("channel", Value{Bytes(32, 1)}),
                Row{"channel"}.set("channel", Value{Bytes(32, 2)})});
  stage.answer("read", {});
  REQUIRE(stage.run({"--json", "read"}));
  CHECK(stage.daemon.last("read")->arguments.text("channel").value() ==
        std::string(64, '0').replace(0, 64, [] {
          std::string hex;
          for (int i = 0; i < 32; ++i) hex += "02";
          return hex;
        }()));
}

TEST_CASE("reading sends cursor and limit") {
  Stage stage;
  stage.answer("read", {Row{"message"}.set("cursor", 9)});
  REQUIRE(stage.run({"--json", "read", "org", "--since", "8", "--limit", "5"}));
  const Row& sent = stage.daemon.last("read")->arguments;
  CHECK(sent.text("channel").value() == "org");
  CHECK(sent.integer("since").value() == 8);
  CHECK(sent.integer("limit").value() == 5);
}

}  // namespace tocsin::cli
