#include "cli/first_screen.h"

#include <sstream>
#include <string>

#include "core/base/text.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

const std::string six_longest = "zeppelin zeppelin zeppelin zeppelin zeppelin zeppelin";

void check_columns(const std::string& screen) {
  std::istringstream stream{screen};
  for (std::string line; std::getline(stream, line);) {
    INFO(line);
    CHECK(columns(line) <= 80);
  }
}

// As a terminal shows it: what is typed stands behind the question that is asked last.
std::string with_answer(const Stage& stage, const std::string& question) {
  const std::size_t at = stage.said.err_.find(question);
  REQUIRE(at != std::string::npos);
  std::string screen = stage.said.err_;
  const std::size_t end = at + question.size();
  return screen.substr(0, end) + (screen[end] == ' ' ? " " : "\n") + six_longest + "\n";
}

}  // namespace

TEST_CASE("no line of the first screens is wider than a terminal") {
  Stage init;
  init.answer("daemon state", {Row{"daemon"}.set("state", "absent")});
  static_cast<void>(init.run({"init"}, "understood\nana\n"));
  check_columns(init.said.err_);
  CHECK(init.said.err_.find(first_screen) == 0);
  Stage doctor;
  doctor.answer("daemon state", {Row{"daemon"}.set("state", "ready")});
  static_cast<void>(doctor.run({"doctor"}));
  check_columns(doctor.said.out_);
}

TEST_CASE("no line of an invite's hint, and none with six words typed, is wider than a terminal") {
  Stage invite;
  invite.answer("invite", {Row{"invite"}.set("text", "x")});
  REQUIRE(invite.run({"invite"}, "four words of it\n"));
  check_columns(invite.said.err_);
  Stage admit;
  static_cast<void>(admit.run({"admit"}, six_longest + "\n"));
  check_columns(with_answer(admit, "reads out:"));
  Stage import;
  Folder folder;
  static_cast<void>(
      import.run({"import", folder.write("founding.bundle", std::string(80, 'x'))}, "a\n"));
  check_columns(with_answer(import, "founding bundle:"));
}

}  // namespace tocsin::cli
