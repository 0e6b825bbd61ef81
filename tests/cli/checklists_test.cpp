#include "cli/checklists.h"

#include <fstream>
#include <iterator>

#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

constexpr std::string_view notice_toml = R"(format = 1
[[item]]
id = "notice-contract"
due = "30d"
blocking = true
notice = true
text.en = "Given."
text.es = "Dado."
[[item]]
id = "notice-members"
due = "3d"
text.en = "Known."
)";

std::string code(std::string_view text) {
  const auto lines = checklist_from_toml(text, "notice");
  return lines ? "ok" : lines.error().code;
}

}  // namespace

TEST_CASE("a checklist says of each item until when, whether it blocks, and what it asks") {
  const auto lines = checklist_from_toml(notice_toml, "notice");
  REQUIRE(lines.has_value());
  REQUIRE(lines->size() == 2);
  CHECK(lines->front().id == "notice-contract");
  CHECK(lines->front().due == Seconds{30 * 86'400});
  CHECK(lines->front().is_blocking);
  CHECK(lines->front().is_notice);
  CHECK_FALSE(lines->back().is_blocking);
  const WallTime t0 = wall_from_ms(1'810'000'000'000);
  const auto rows = checklist_rows(*lines, t0, "es");
  CHECK(rows.front().text("text").value() == "Dado.");
  CHECK(rows.front().time("due").value() == t0 - Seconds{30 * 86'400});
  CHECK(rows.back().text("text").value() == "Known.");  // the language it has
  CHECK(pack_rows(*lines).front().flag("blocking"));
}

TEST_CASE("where no checklists are installed, that is what is said") {
  const auto none = read_checklists("", {"notice"});
  REQUIRE_FALSE(none);
  CHECK(none.error().reason == "no checklists are installed beside this program");
  CHECK(none.error().remedy.starts_with("--checklists"));
  CHECK(read_checklists("", {}));
}

TEST_CASE("an item of another pack, without text, twice the size or misspelt is a mistake") {
  CHECK(code(notice_toml) == "ok");
  CHECK(code("format = 2\n[[item]]\nid = \"notice-a\"\ntext.en = \"x\"\n") == "E_TOML");
  CHECK(code("format = 1\n") == "E_TOML");
  CHECK(code("format = 1\n[[item]]\nid = \"safety-a\"\ntext.en = \"x\"\n") == "E_TOML");
  CHECK(code("format = 1\n[[item]]\nid = \"notice-a\"\n") == "E_TOML");
  CHECK(code("format = 1\n[[item]]\nid = \"notice-a\"\nblock = true\ntext.en = \"x\"\n") ==
        "E_TOML");
  CHECK(code("format = 1\n[[item]]\nid = \"notice-a\"\ndue = \"900d\"\ntext.en = \"x\"\n") ==
        "E_TOML");
}

TEST_CASE("packs are read from their folder by name, and no name leads out of it") {
  Folder folder;
  folder.write("notice.toml", notice_toml);
  const std::string here = folder.path("");
  CHECK(read_checklists(here, {"notice"}).value().size() == 2);
  CHECK(read_checklists(here, {"safety"}).error().code == "E_NOT_FOUND");
  CHECK(read_checklists(here, {"../notice"}).error().code == "E_NOT_FOUND");
  CHECK(read_checklists(here, {}).value().empty());
}

TEST_CASE("the packs we ship are checklists") {
  for (const std::string pack : {"notice", "safety"})
    CHECK(read_checklists("packaging/share/checklists", {pack}).has_value());
}

}  // namespace tocsin::cli
