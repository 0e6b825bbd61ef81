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
