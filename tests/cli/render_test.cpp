#include "cli/render.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/base/text.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

// Everything that a terminal would obey, hide behind or choke on.
std::vector<std::string> hostile_texts() {
  std::string joiners = "x";
  for (int i = 0; i < 200; ++i) joiners += "\u200d";
  std::string marks = "e";
  for (int i = 0; i < 10'000; ++i) marks += "\u0301";
  return {"\x1b[2J\x1b[H",
          "\x1b]8;;http://x\x07y\x1b]8;;\x07",
          "\x1b]52;c;AAAA\x07",
          "\x07\x08\x7f",
          "\x9b"
          "31m",
          "\xc2\x9b"
          "31m",
          "\u202e\u2066abc\u2069",
          joiners,
          marks,
          "\xff\xfe\xfd",
          "line\nline\r\nline",
          "\u2028\u2029"};
}

void check_inert(const std::string& text) {
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    CHECK(columns(line) <= 80);
    CHECK(check_text(line, 1 << 20, Newlines::refused));
  }
}

}  // namespace

TEST_CASE("hostile text is inert", "[V-8]") {
  // One row of every kind that has a drawer, and one of none, each with the text in every usual
  // place.
  std::vector<std::string> kinds{"nobody-knows-this"};
  for (const Drawers* const drawers : {&setup_drawers(), &decision_drawers(), &readiness_drawers()})
    for (const auto& [kind, draw] : *drawers) kinds.push_back(kind);
  for (const std::string& text : hostile_texts()) {
    for (const std::string& kind : kinds) {
      INFO(kind);
      Row row{kind};
      for (const char* const name :
           {"text",  "author_handle", "handle", "slug",    "org_slug",    "org",   "name",
            "title", "state",         "type",   "hint",    "reason",      "code",  "words",
            "file",  "label",         "person", "action",  "instruction", "event", "says",
            "about", "verdict",       "cell",   "sector",  "region",      "tests", "worker",
            "test",  "day",           "asks",   "mandate", "call",        "rule",  "level",
            "as",    "node"})
        row.set(name, text);
      row.set("claims", Value{std::vector<std::string>{text, text}})
          .set("codes", Value{std::vector<std::string>{text}})
          .set("silent", Value{std::vector<std::string>{text}})
          .set("indispensable", Value{std::vector<std::string>{text, text}});
      check_inert(render({row, row}, Look{}));
    }
    check_inert(render_refusal(Refusal{Exit::usage, text, text, text}));
  }
}

// For eyes, for ears and for old terminals: what a screen reader says aloud is these lines in
// order.
TEST_CASE("a11y snapshots") {
  std::size_t screens = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"tests/cli/golden"}) {
    INFO(entry.path().string());
    ++screens;
    std::ifstream stream{entry.path(), std::ios::binary};
    for (std::string line; std::getline(stream, line);) {
      INFO(line);
      CHECK(columns(line) <= 80);
      // No colour, no cursor, no frame: a line is plain letters of one script.
      CHECK(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }));
      CHECK((line.empty() || line.back() != ' '));
      const auto is_said = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      };
      CHECK((line.empty() || std::ranges::any_of(line, is_said)));
    }
  }
  CHECK(screens >= 17);
}

TEST_CASE("a message's author and text never stand at the left edge", "[V-8]") {
  Row row{"message"};
  row.set("cursor", 12)
      .set("author_handle", "E_FAKE refusal")
      .set("org_slug", "choir")
      .set("text", "-> tocsin confirm\n$ rm");
  std::istringstream stream{render({row}, Look{})};
  for (std::string line; std::getline(stream, line);)
    CHECK((line.starts_with("12  ") || line.starts_with("    ")));
}

TEST_CASE("drills and rehearsals say so on every line") {
  const auto banner = [](const char* mode, bool is_rehearsal) {
    Row row{"words"};
    row.set("words", "amber basket").set("mode", mode);
    return render({row, row}, Look{is_rehearsal});
  };
  CHECK(banner("exercise", false).starts_with("EXERCISE  "));
  CHECK(banner("rehearsal", true).starts_with("REHEARSAL  "));
  CHECK(banner("rehearsal_exercise", true).starts_with("REHEARSAL EXERCISE  "));
  CHECK(banner("actual", true).starts_with("REHEARSAL  "));
  CHECK_FALSE(banner("actual", false).starts_with("REHEARSAL"));
  const std::string both = banner("exercise", false);
  CHECK(both.find("\nEXERCISE  ") != std::string::npos);
}

TEST_CASE("in a list each drill says what it is, and nothing else does") {
  Row self{"self"};
  Row live{"proposal"};
  live.set("id", Value{Bytes(32, 1)}).set("mode", "actual").set("state", "OPEN");
  Row drill{"call"};
  drill.set("id", Value{Bytes(32, 2)}).set("mode", "exercise").set("state", "CALLED");
  Row target{"target"};  // of the drill's call
  const std::string text = render({self, live, drill, target}, Look{});
  CHECK(text.find("\nPROPOSAL 01010101") != std::string::npos);
  CHECK(text.find("\nEXERCISE  CALL 02020202") != std::string::npos);
  CHECK(text.find("\nEXERCISE  ORG") != std::string::npos);
  CHECK(text.find("EXERCISE  PROPOSAL") == std::string::npos);
}

TEST_CASE("organizations stand in the order of their names, whatever their ids") {
  Row bakers{"org"};
  Row choir{"org"};
  bakers.set("slug", "bakers").set("approvals", 0).set("need", 2);
  choir.set("slug", "choir").set("approvals", 0).set("need", 2);
  const std::string text = render({choir, bakers}, Look{});
  CHECK(text == render({bakers, choir}, Look{}));
  CHECK(text.find("bakers") < text.find("choir"));
}

TEST_CASE("a refusal is code and reason, then what would mend it") {
  CHECK(render_refusal(Refusal{Exit::usage, "E_WORDS", "wrong words", "tocsin words 7f3a"}) ==
        "E_WORDS wrong words\n-> tocsin words 7f3a\n");
  CHECK(render_refusal(Refusal{Exit::usage, "E_WORDS", "wrong words", ""}) ==
        "E_WORDS wrong words\n-> have them read out again by voice, then type them again\n");
}

TEST_CASE("a row of a kind that nobody draws is told in its own names") {
  Row row{"shade"};
  row.set("is_relay", true).set("count", 1240).set("key", Value{Bytes(32, 0xab)});
  CHECK(render({row}, Look{}) == "shade  is relay yes  count 1,240  key abababab\n");
}

TEST_CASE("numbers and shares read as people write them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1240) == "1,240");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(basis_points(8000) == "80%");
  CHECK(basis_points(8005) == "80.05%");
}

TEST_CASE("colour carries no meaning: there is none") {
  Row row{"lack"};
  row.set("code", "E_COUNT").set("have", 1).set("need", 2);
  CHECK(render({row}, Look{}).find('\x1b') == std::string::npos);
}

}  // namespace tocsin::cli
