#include "cli/lines.h"

#include <sstream>
#include <string>

#include "core/base/text.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("a long line is wrapped at blanks within 80 columns") {
  Lines lines;
  std::string text;
  for (int i = 0; i < 40; ++i) text += "solidarity ";
  lines.line(text, 4);
  const auto made = split(lines.take());
  REQUIRE(made.size() > 4);
  for (const std::string& line : made) CHECK(line.size() <= 80);
  CHECK(made[1].starts_with("    solidarity"));
}

TEST_CASE("a word wider than the line is cut, and columns are counted, not bytes") {
  Lines lines;
  std::string wide;
  for (int i = 0; i < 60; ++i) wide += "\u6771";  // two columns each
  lines.line(wide, 0);
  const auto made = split(lines.take());
  REQUIRE(made.size() == 2);
  CHECK(columns(made[0]) == 80);
  CHECK(columns(made[1]) == 40);
}

TEST_CASE("every line begins with the banner") {
  Lines lines{"REHEARSAL"};
  lines.line(std::string(200, 'x'));
  lines.blank();
  lines.quote("one\ntwo");
  for (const std::string& line : split(lines.take())) {
    CHECK(line.starts_with("REHEARSAL"));
    CHECK(line.size() <= 80);
  }
}

TEST_CASE(
    "an id is not cut: it has a line of its own, or two halves where no line is long enough") {
  const std::string id = std::string(60, 'a') + "0123";
  Lines lines{"REHEARSAL"};
  lines.quote("  device " + id + ", and more");
  lines.pair("Id", id);
  const auto made = split(lines.take());
  REQUIRE(made.size() == 5);
  CHECK(made[0] == "REHEARSAL      device");
  CHECK(made[1].ends_with(" " + id + ","));
  CHECK(made[3] == "REHEARSAL  Id");
  CHECK(made[4] == "REHEARSAL       " + id);
  for (const std::string& line : made) CHECK(line.size() <= 80);
  lines.set_banner("REHEARSAL EXERCISE");
  lines.line("Proposal: " + id);
  CHECK(lines.take() == "REHEARSAL EXERCISE  Proposal:\nREHEARSAL EXERCISE    " + id.substr(0, 32) +
                            "\nREHEARSAL EXERCISE    " + id.substr(32) + "\n");
  lines.set_banner("");
  lines.table({{"a", "bb", id}, {"a", "bb", "x"}});
  for (const std::string& line : split(lines.take())) CHECK(line.size() <= 80);
}

TEST_CASE("what is quoted never stands at the left edge and keeps its lines") {
  Lines lines;
  lines.quote("first\nsecond");
  CHECK(lines.take() == "  first\n  second\n");
}

TEST_CASE("what a quoted line has too much hangs below it, deeper than the next line begins") {
  Lines lines;
  lines.quote("  " + std::string(70, 'x') + " yyyyyyyyyy\nnext");
  CHECK(lines.take() == "    " + std::string(70, 'x') + "\n      yyyyyyyyyy\n  next\n");
}

TEST_CASE("a table is as wide as its widest cell, and its last column wraps") {
  Lines lines;
  lines.table({{"ORG", "NOTES"}, {"plumbers", "x"}, {"choir", std::string(90, 'y')}});
  const auto made = split(lines.take());
  REQUIRE(made.size() == 4);
  CHECK(made[0] == "ORG       NOTES");
  CHECK(made[1] == "plumbers  x");
  CHECK(made[3].starts_with("          y"));
}

TEST_CASE("nothing raw gets through") {
  Lines lines;
  lines.line("a\x1b[31mb\x07\nc");
  lines.table({{"\x1b]0;title\x07", "\u202edrow"}});
  lines.pair("\x9b", "\x1b");
  const std::string text = lines.take();
  for (const char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(text.find("\u202e") == std::string::npos);
}

}  // namespace tocsin::cli
