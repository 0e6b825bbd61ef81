#include "cli/errand.h"

#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a plain verb sends what the table says, under its own names") {
  Stage stage;
  stage.answer("hold", {Row{"signed"}});
  stage.answer("ack", {Row{"ack"}.set("level", "cascaded")});
  REQUIRE(stage.run({"ack", "c41d", "cascaded", "--reached", "34", "--of", "36"}));
  const ControlRequest* asked = stage.daemon.last("ack");
  REQUIRE(asked != nullptr);
  CHECK(asked->arguments.text("subject").value() == "c41d");
  CHECK(asked->arguments.text("level").value() == "cascaded");
  CHECK(asked->arguments.integer("reached").value() == 34);
  CHECK(asked->unlock_key.empty());
  CHECK(asked->idempotency.size() == 16);
}

TEST_CASE("reading has no idempotency key and no unlock key") {
  Stage stage;
  stage.answer("calendar", {});
  REQUIRE(stage.run({"calendar"}));
  CHECK(stage.daemon.last("calendar")->idempotency.empty());
  CHECK(stage.daemon.last("calendar")->unlock_key.empty());
}

TEST_CASE("a subject is a file if there is one of that name, else the first digits of an id") {
  Stage stage;
  Folder folder;
  const std::string file = folder.write("a.draft", "bytes");
  Row row;
  REQUIRE(set_subject(row, file));
  CHECK(row.bytes("draft").value() == to_bytes("bytes"));
  REQUIRE(set_subject(row, "7F3a"));
  CHECK(row.text("subject").value() == "7F3a");
  const auto neither = set_subject(row, "correcthorse");
  REQUIRE_FALSE(neither);
  CHECK(neither.error().exit == Exit::usage);
  CHECK(neither.error().reason.find("correcthorse") == std::string::npos);
  CHECK_FALSE(set_subject(row, "7f3"));
}

TEST_CASE("a live act derives a key from what is typed and sends nothing else of it") {
  Stage stage;
  stage.answer("unlock", {Row{"daemon"}.set("state", "open")});
  REQUIRE(stage.run({"unlock"}, "maple orbit kettle\n"));
  const ControlRequest* asked = stage.daemon.last("unlock");
  REQUIRE(asked != nullptr);
  CHECK(asked->unlock_key.size() == 32);
  CHECK(asked->arguments.fields().empty());
}

TEST_CASE("a live act is refused under batch before anything is asked of anybody") {
  for (const auto& line :
       std::vector<std::vector<std::string>>{{"confirm", "7f3a", "--approve", "--batch"},
                                             {"withdraw", "7f3a", "--batch"},
                                             {"join", "7f3a", "--approve", "--batch"},
                                             {"abort", "7f3a", "--batch"},
                                             {"hold", "7f3a", "--own", "--batch"},
                                             {"end", "7f3a", "--form", "settled", "--batch"},
                                             {"admit", "--batch"},
                                             {"invite", "--batch"},
                                             {"peer", "add", "--batch"},
                                             {"relay", "admit", "--label", "a", "--batch"},
                                             {"init", "--batch"}}) {
    INFO(line.front());
    Stage stage;
    const auto done = stage.run(line, "a\nb\nc\nd\n");
    REQUIRE_FALSE(done);
    CHECK(done.error().exit == Exit::usage);
    CHECK(done.error().code == "E_BATCH");
    CHECK(stage.daemon.asked.empty());
  }
}

TEST_CASE("no passphrase is used where the daemon asks for a cheap key") {
  Stage stage;
  Row kdf{"kdf"};
  kdf.set("salt", Value{Bytes(16, 7)}).set("memory_kib", 8).set("passes", 1);
  stage.answer("unlock parameters", {kdf});
  const auto done = stage.run({"unlock"}, "maple orbit kettle\n");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == "E_KDF_FLOOR");
  CHECK(stage.daemon.last("unlock") == nullptr);
}

TEST_CASE("a refusal of the daemon keeps exit, code and what is missing") {
  Stage stage;
  stage.refuse_with("chart", Refusal{Exit::not_met, "E_COUNT", "not met", "wait", {Row{"lack"}}});
  const auto done = stage.run({"chart"});
  REQUIRE_FALSE(done);
  CHECK(done.error().exit == Exit::not_met);
  CHECK(done.error().rows.size() == 1);
}

TEST_CASE("a rehearsal profile says so without being asked twice") {
  Stage stage;
  stage.answer("calendar", {Row{"recorded"}.set("count", 1)});
  REQUIRE(stage.run({"calendar"}));
  CHECK(stage.said.out_.starts_with("REHEARSAL  "));
}

TEST_CASE("what went into a file is not on the screen") {
  Stage stage;
  Folder folder;
  stage.answer("export", {Row{"proof"}.set("type", "call").set("bytes", Value{Bytes{1, 2}})});
  const std::string file = folder.path("call.cert");
  REQUIRE(stage.run({"--json", "export", "c41d", "-o", file}));
  CHECK(Folder::read(file) == std::string{"\x01\x02"});
  CHECK(stage.said.out_.find("\"bytes\"") == std::string::npos);
  CHECK(stage.said.out_.find("call.cert") != std::string::npos);
}

}  // namespace tocsin::cli
