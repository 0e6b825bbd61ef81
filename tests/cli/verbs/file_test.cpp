#include <string>

#include "core/model/file_chunk.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

const std::string told_text(file_chunk_bytes + 5, 'x');

std::vector<ControlRequest> asked_for(const Stage& stage, std::string_view verb) {
  std::vector<ControlRequest> out;
  for (const ControlRequest& request : stage.daemon.asked) {
    if (request.verb == verb) out.push_back(request);
  }
  return out;
}

// A daemon that holds one file of one chunk.
Row only_chunk(const std::string& name, const std::string& text) {
  Row row{"file_chunk"};
  row.set("file", Value{file_id(name, as_bytes(text)).bytes()}).set("file_name", name);
  return row.set("size", text.size()).set("index", 0).set("data", Value{to_bytes(as_bytes(text))});
}

}  // namespace

TEST_CASE("a file goes chunk by chunk to each channel, under its name and not its path") {
  Stage stage;
  Folder folder;
  stage.answer("file own", {Row{"own_file"}.set("channel", Value{Bytes(32, 1)})});
  stage.answer("file send", {});
  REQUIRE(
      stage.run({"--json", "send", "assembly", "org", "--file", folder.write("a.txt", told_text)}));
  const auto sends = asked_for(stage, "file send");
  REQUIRE(sends.size() == 4);
  Bytes content;
  for (std::size_t at = 0; at < 2; ++at) {
    const Row& row = sends[at].arguments;
    CHECK(row.text("channel") == "assembly");
    CHECK(row.text("file_name") == "a.txt");
    CHECK(row.bytes("file") == file_id("a.txt", as_bytes(told_text)).bytes());
    CHECK(row.integer("size") == static_cast<std::int64_t>(told_text.size()));
    CHECK(row.integer("index") == static_cast<std::int64_t>(at));
    const Bytes data = row.bytes("data").value();
    content.insert(content.end(), data.begin(), data.end());
  }
  CHECK(to_text(content) == told_text);
  CHECK(sends[2].arguments.text("channel") == "org");
  CHECK(stage.said.out_.find("\"sent_now\":2") != std::string::npos);
  CHECK(asked_for(stage, "send").empty());
}

TEST_CASE("what was sent before is not sent again") {
  Stage stage;
  Folder folder;
  stage.answer("file own", {Row{"own_file"}.set("bits", Value{Bytes{1}})});
  stage.answer("file send", {});
  REQUIRE(stage.run({"--json", "send", "assembly", "--file", folder.write("a.txt", told_text)}));
  const auto sends = asked_for(stage, "file send");
  REQUIRE(sends.size() == 1);
  CHECK(sends[0].arguments.integer("index") == 1);
  CHECK_FALSE(sends[0].arguments.flag("again"));
  CHECK(stage.said.out_.find("\"chunks\":2,\"sent_now\":1") != std::string::npos);
  REQUIRE(stage.run({"--json", "send", "assembly", "--file", folder.path("a.txt"), "--again"}));
  CHECK(asked_for(stage, "file send").size() == 3);
  CHECK(stage.daemon.last("file send")->arguments.flag("again"));
}

TEST_CASE("a command that is broken off tells how far it came") {
  Stage stage;
  Folder folder;
  stage.answer("file own", {Row{"own_file"}.set("bits", Value{Bytes{1}})});
  stage.refuse_with("file send", Refusal{Exit::later, "E_NO_DAEMON", "the daemon went away", ""});
  const auto done = stage.run({"send", "assembly", "--file", folder.write("a.txt", told_text)});
  REQUIRE_FALSE(done);
  CHECK(done.error().reason ==
        "the daemon went away (1 of 2 parts are sent; the same command sends the rest)");
}

TEST_CASE("waiting asks until all of the file is stored") {
  Stage stage;
  Folder folder;
  stage.answer("file own", {Row{"own_file"}});
  stage.answer("file send", {});
  stage.answer("file stored", {Row{"stored"}.set("file", Value{Bytes(32, 1)}).set("receipts", 3)});
  const std::string path = folder.write("a.txt", "x");
  REQUIRE(stage.run({"--json", "send", "assembly", "--file", path, "--wait", "stored"}));
  CHECK(stage.said.out_.find("\"receipts\":3") != std::string::npos);
  stage.answer("file stored", {Row{"stored"}.set("envelope", Value{Bytes(32, 1)})});
  const auto late = stage.run(
      {"--json", "send", "assembly", "--file", path, "--wait", "stored", "--timeout", "1s"});
  REQUIRE_FALSE(late);
  CHECK(late.error().code == "E_TIMEOUT");
}

TEST_CASE("a file that cannot be sent asks nothing of the daemon") {
  Stage stage;
  Folder folder;
  CHECK_FALSE(stage.run({"send", "assembly", "--file", folder.path("none")}));
  CHECK_FALSE(stage.run({"send", "Not A Channel", "--file", folder.write("a", "x")}));
  CHECK(stage.daemon.asked.empty());
}

TEST_CASE("a complete file is written where the user says, and nowhere else") {
  Stage stage;
  Folder folder;
  stage.answer("file fetch", {only_chunk("../../evil", "content")});
  const std::string path = folder.path("mine");
  REQUIRE(stage.run({"--json", "read", "assembly", "--save", "7", "-o", path}));
  CHECK(Folder::read(path) == "content");
  CHECK(stage.daemon.last("file fetch")->arguments.integer("cursor") == 7);
  CHECK(stage.said.out_.find("\"size\":7") != std::string::npos);
  const std::size_t asked = stage.daemon.asked.size();
  CHECK(stage.run({"read", "assembly", "--save", "7", "-o", path}).error().code == "E_FILE");
  CHECK(stage.daemon.asked.size() == asked);
}

TEST_CASE("what is not the file that was named is not written") {
  Stage stage;
  Folder folder;
  const std::string path = folder.path("mine");
  const auto code = [&] {
    return stage.run({"read", "assembly", "--save", "7", "-o", path}).error().code;
  };
  stage.answer("file fetch", {only_chunk("a", "content").set("data", Value{Bytes{1}})});
  CHECK(code() == "E_BROKEN");
  const Bytes other = to_bytes(as_bytes("CONTENT"));
  stage.answer("file fetch", {only_chunk("a", "content").set("data", Value{other})});
  CHECK(code() == "E_BROKEN");
  stage.answer("file fetch", {only_chunk("a", "content").set("size", 26'214'401)});
  CHECK(code() == "E_BROKEN");
  stage.answer("file fetch", {});
  CHECK(code() == "E_BROKEN");
  stage.refuse_with("file fetch", Refusal{Exit::later, "E_MISSING", "2 of its 3 parts", ""});
  CHECK(code() == "E_MISSING");
  CHECK_FALSE(stage.run({"read", "assembly", "--save", "7"}));
  CHECK_FALSE(stage.run({"read", "assembly", "-o", path}));
  CHECK_FALSE(stage.run({"read", "--save", "7", "-o", path}));
  CHECK(::access(path.c_str(), F_OK) != 0);
}

}  // namespace tocsin::cli
