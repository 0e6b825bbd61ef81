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

TEST_CASE("one pledge needs the worker, the ask and the text that was shown") {
  Stage stage;
  stage.answer("pledge record", {Row{"recorded"}.set("count", 1)});
  CHECK(stage.run({"pledge", "record", "w-1", "--ask", "rally"}).error().exit == Exit::usage);
  REQUIRE(stage.run({"pledge", "record", "w-1", "--ask", "rally", "--text-id", "risks-2"}));
  CHECK(stage.daemon.last("pledge record")->arguments.text("worker").value() == "w-1");
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

}  // namespace tocsin::cli
