#include <string>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a list goes as bytes, with what the columns mean") {
  Stage stage;
  Folder folder;
  stage.answer("roster import", {Row{"imported"}.set("rows", 1)});
  const std::string file = folder.write("list.csv", "ref,name\nw-1,Ana\n");
  REQUIRE(stage.run({"roster", "import", file, "--dry-run", "--map", "Nombre=name"}));
  const Row& sent = stage.daemon.last("roster import")->arguments;
  CHECK(to_text(sent.bytes("csv").value()) == "ref,name\nw-1,Ana\n");
  CHECK(sent.flag("dry_run"));
  CHECK(sent.texts("map") == std::vector<std::string>{"Nombre=name"});
  CHECK_FALSE(sent.has("F"));
}

TEST_CASE("many pledges are one request, and a bad line records none") {
  Stage stage;
  stage.answer("pledge record", {Row{"recorded"}.set("count", 2)});
  REQUIRE(stage.run({"pledge", "record", "--lines"},
                    "{\"worker\":\"w-1\",\"ask\":\"rally\",\"text_id\":\"t\"}\n\n{\"worker\":\"w-"
                    "2\",\"ask\":\"rally\",\"text_id\":\"t\"}\n"));
  CHECK(stage.daemon.last("pledge record")->arguments.rows("lines").size() == 2);
  stage.daemon.asked.clear();
  const auto bad = stage.run({"pledge", "record", "--lines"}, "{\"worker\":\"w-1\"}\nnot json\n");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().reason.starts_with("line 2:"));
  CHECK(stage.daemon.last("pledge record") == nullptr);
}

TEST_CASE("options beside --lines hold for each line that does not say otherwise") {
  Stage stage;
  stage.answer("pledge record", {Row{"recorded"}.set("count", 2)});
  const std::string lines = "{\"worker\":\"w-1\"}\n{\"worker\":\"w-2\",\"ask\":\"vigil\"}\n";
  REQUIRE(
      stage.run({"pledge", "record", "--lines", "--ask", "rally", "--text-id", "risk-1"}, lines));
  const auto sent = stage.daemon.last("pledge record")->arguments.rows("lines");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].text("ask").value() == "rally");
  CHECK(sent[1].text("ask").value() == "vigil");
  CHECK(sent[1].text("text_id").value() == "risk-1");
  CHECK(sent[1].text("worker").value() == "w-2");
  stage.daemon.asked.clear();
  CHECK(stage.run({"pledge", "record", "w-1", "--lines"}, lines).error().code == "E_USAGE");
  CHECK(stage.run({"pledge", "record", "--lines"}, "\n").error().code == "E_INPUT");
  CHECK(stage.daemon.last("pledge record") == nullptr);
}

TEST_CASE("where a line is refused the exit code says so, and the last line counts both") {
  Stage stage;
  const Row good = Row{"pledge"}.set("worker", "w-1").set("ok", true).set("line", 1);
  const Row bad = Row{"pledge"}.set("worker", "w-9").set("ok", false).set("code", "E_NOT_FOUND");
  stage.answer("pledge record", {good, bad, Row{"recorded"}.set("count", 1).set("refused", 1)});
  const std::string lines = "{\"worker\":\"w-1\"}\n{\"worker\":\"w-9\"}\n";
  const auto some = stage.run({"pledge", "record", "--lines"}, lines);
  REQUIRE_FALSE(some);
  CHECK(some.error().exit == Exit::invalid);
  CHECK(some.error().code == "E_LINES");
  CHECK(some.error().reason == "1 of 2 lines were refused, the others are recorded");
  CHECK(stage.said.out_.ends_with("1 pledges recorded, 1 refused.\n"));
  CHECK(stage.said.out_.find("w-9") != std::string::npos);
}

TEST_CASE("one pledge needs the worker, the ask and the text that was shown") {
  Stage stage;
  stage.answer("pledge record", {Row{"recorded"}.set("count", 1)});
  CHECK(stage.run({"pledge", "record", "w-1", "--ask", "rally"}).error().exit == Exit::usage);
  REQUIRE(stage.run({"pledge", "record", "w-1", "--ask", "rally", "--text-id", "risks-2"}));
  CHECK(stage.daemon.last("pledge record")->arguments.text("worker").value() == "w-1");
}

TEST_CASE("a vote is typed in percent and sent in basis points") {
  Stage stage;
  stage.answer("vote record",
               {Row{"vote"}
                    .set("day", "2027-05-14")
                    .set("valid_until", "2027-08-14")
                    .set("turnout_bp", 8000)
                    .set("yes_bp", 9050)
                    .set("method", "hands")});
  const auto record = [&](const std::string& turnout, const std::string& yes) {
    return stage.run({"vote",
                      "record",
                      "--day",
                      "2027-05-14",
                      "--valid-until",
                      "2027-08-14",
                      "--turnout",
                      turnout,
                      "--yes",
                      yes,
                      "--method",
                      "hands"});
  };
  REQUIRE(record("80", "90.5%"));
  const Row& sent = stage.daemon.last("vote record")->arguments;
  CHECK(sent.integer("turnout_bp").value() == 8000);
  CHECK(sent.integer("yes_bp").value() == 9050);
  CHECK(stage.said.out_.find("Recorded: turnout 80%, yes 90.50%; hands on 2027-05-14") !=
        std::string::npos);
  stage.daemon.asked.clear();
  for (const char* wrong : {"8000", "100.01", "80,5", "80.555", "-1", "most"}) {
    INFO(wrong);
    CHECK_FALSE(record(wrong, "90"));
    CHECK_FALSE(record("80", wrong));
  }
  CHECK(stage.daemon.last("vote record") == nullptr);
}

TEST_CASE("who took part is named on the line or on standard input") {
  Stage stage;
  stage.answer("test record", {Row{"test"}});
  REQUIRE(stage.run({"test", "record", "public/metro", "petition", "2027-05-14", "--lines"},
                    "w-1\nw-2\n"));
  CHECK(stage.daemon.last("test record")->arguments.texts("took_part").size() == 2);
  REQUIRE(
      stage.run({"test", "record", "public/metro", "petition", "2027-05-14", "--worker", "w-9"}));
  CHECK(stage.daemon.last("test record")->arguments.texts("took_part") ==
        std::vector<std::string>{"w-9"});
}

TEST_CASE("who is named beside --lines took part too") {
  Stage stage;
  stage.answer("test record", {Row{"test"}});
  REQUIRE(stage.run(
      {"test", "record", "public/metro", "petition", "2027-05-14", "--worker", "w-9", "--lines"},
      "w-1\n"));
  CHECK(stage.daemon.last("test record")->arguments.texts("took_part") ==
        std::vector<std::string>{"w-1", "w-9"});
}

TEST_CASE("a report's draft goes into a file") {
  Stage stage;
  Folder folder;
  const std::string file = folder.path("report.draft");
  stage.answer(
      "draft report",
      {Row{"report_cell"}.set("cell", "public/metro"), Row{"draft"}.set("bytes", Value{Bytes{9}})});
  REQUIRE(stage.run({"draft", "report", "-o", file}));
  CHECK(Folder::read(file) == "\x09");
}

TEST_CASE("names are shown on a terminal, and go into no pipe and no JSON") {
  Stage stage;
  stage.answer("roster list", {Row{"worker"}.set("ref", "w-1").set("name", "Ana")});
  CHECK(stage.run({"roster", "list"}).error().exit == Exit::second_person);
  stage.said.is_screen_ = true;
  CHECK(stage.run({"roster", "list", "--json"}).error().code == "E_SECOND");
  CHECK(stage.daemon.last("roster list") == nullptr);
  REQUIRE(stage.run({"roster", "list"}));
  CHECK(stage.said.out_.find("Ana") != std::string::npos);
}

TEST_CASE("an ask to write the list out takes the passphrase and no file") {
  Stage stage;
  stage.answer("roster export",
               {Row{"export_asked"}.set("id", Value{Bytes(32, 0xab)}).set("workers", 12)});
  CHECK(stage.run({"roster", "export", "-o", "list.csv"}, "pass\n").error().exit ==
        Exit::second_person);
  CHECK(stage.run({"roster", "export", "--batch"}).error().code == "E_BATCH");
  CHECK(stage.daemon.last("roster export") == nullptr);
  REQUIRE(stage.run({"roster", "export", "--cell", "public/metro"}, "pass\n"));
  const ControlRequest* asked = stage.daemon.last("roster export");
  CHECK(asked->arguments.text("cell").value() == "public/metro");
  CHECK(asked->unlock_key.size() == 32);
  CHECK(stage.said.out_.find("Nothing has left this device.") != std::string::npos);
}

TEST_CASE("what was agreed to goes into a new file, under words, organization and action") {
  Stage stage;
  Folder folder;
  stage.answer("show", {Row{"export_ask"}.set("type", "export")});
  stage.answer("roster export",
               {Row{"export"}
                    .set("bytes", Value{to_bytes("ref\nw-1\n")})
                    .set("workers", 1)
                    .set("agreed", Value{std::vector<std::string>{"dee"}})});
  const std::string typed = "fjord gable hazel\nplumbers export\npass\n";
  const std::string old = folder.write("old.csv", "an older list");
  CHECK(stage.run({"roster", "export", "abab", "-o", old}, typed).error().code == "E_INPUT");
  CHECK(stage.run({"roster", "export", "abab"}, typed).error().code == "E_USAGE");
  CHECK(stage.daemon.last("roster export") == nullptr);
  CHECK(Folder::read(old) == "an older list");
  const std::string file = folder.path("list.csv");
  REQUIRE(stage.run({"roster", "export", "abab", "-o", file}, typed));
  const Row& sent = stage.daemon.last("roster export")->arguments;
  CHECK(sent.text("words").value() == "fjord gable hazel");
  CHECK(sent.text("spoken").value() == "plumbers export");
  CHECK(Folder::read(file) == "ref\nw-1\n");
  CHECK(stage.said.out_.find("w-1") == std::string::npos);
}

}  // namespace tocsin::cli
