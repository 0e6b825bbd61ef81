#include "cli/toml_tree.h"

#include "cli/charter_toml.h"
#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a cell is sector and region, perhaps a code") {
  CHECK(cli::cell_from("public/metro") == Cell{"public", "metro", ""});
  CHECK(cli::cell_from("public/metro/yard 4") == Cell{"public", "metro", "yard 4"});
  for (const char* text : {"", "public", "/metro", "public/", "public/metro/", "a/b/c/d"})
    CHECK_FALSE(cli::cell_from(text));
}

TEST_CASE("the first mistake of a file is the one that is told") {
  const auto tree = cli::parse_toml("a = 1\nb = \"x\"\nc = true\n");
  REQUIRE(tree);
  cli::TomlMistakes mistakes;
  cli::TomlTable table{*tree, mistakes};
  CHECK(table.number("a") == 1);
  CHECK(table.text("b") == "x");
  CHECK_FALSE(mistakes.first());
  table.finish();
  REQUIRE(mistakes.first());
  CHECK(mistakes.first()->reason == "line 3: `c` is not known here");
  table.text("a");
  CHECK(mistakes.first()->reason == "line 3: `c` is not known here");
  CHECK_FALSE(mistakes.unless(1));
}

TEST_CASE("a mistake names its own line, the table it is in, and no line for what is nowhere") {
  const auto tree = cli::parse_toml("a = 1\n\nb = [\"x\",\n  2]\n[[c]]\nd = 1\n");
  REQUIRE(tree);
  const auto told = [&](auto&& read) {
    cli::TomlMistakes mistakes;
    cli::TomlTable table{*tree, mistakes};
    read(table, mistakes);
    return mistakes.first() ? mistakes.first()->reason : "";
  };
  CHECK(told([](auto& table, auto&) { table.text("z"); }) == "`z` is missing");
  CHECK(told([](auto& table, auto&) { table.texts("b"); }) == "line 4: each of `b` must be a text");
  CHECK(told([](auto& table, auto& mistakes) {
          cli::TomlTable{*table.list("c")[0], mistakes, "c"}.text("e");
        }) == "line 5: `e` is missing in `c`");
  CHECK(told([](auto& table, auto& mistakes) {
          cli::TomlTable{*table.list("c")[0], mistakes, "c"}.finish();
        }) == "line 6: `d` is not known in `c`");
  CHECK(told([](auto& table, auto& mistakes) {
          cli::TomlTable{*table.list("b")[0], mistakes, "b"}.finish();
        }) == "line 3: `b` must hold a table here");
}

TEST_CASE("hostile_text_is_inert: names of a file come back escaped") {
  const auto tree = cli::parse_toml("\"a\\u001b[31mb\" = 1\n");
  REQUIRE(tree);
  cli::TomlMistakes mistakes;
  cli::TomlTable table{*tree, mistakes};
  table.finish();
  REQUIRE(mistakes.first());
  CHECK(mistakes.first()->reason.find('\x1b') == std::string::npos);
}

}  // namespace tocsin
