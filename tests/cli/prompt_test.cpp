#include "cli/prompt.h"

#include <string>

#include "core/model/limits/cli.h"
#include "tests/cli/scripted.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("lines come in the order in which they are asked, blanks around them gone") {
  const Typed typed{" sand violin crane \r\nplumbers stoppage\nmaple orbit\nrest of it\nmore"};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK(prompt.line("Last three words:").value() == "sand violin crane");
  CHECK(prompt.line("Organization and action:").value() == "plumbers stoppage");
  CHECK(is_same(prompt.passphrase("Passphrase:").value(), Passphrase::copy_of("maple orbit")));
  CHECK(prompt.rest(100).value() == "rest of it\nmore");
  CHECK(said.err_.find("Last three words:") != std::string::npos);
  CHECK(said.out_.empty());
}

TEST_CASE("a passphrase is never repeated on any screen") {
  const Typed typed{"maple orbit\n"};
  Said said;
  Prompt prompt{{typed.file()}, said};
  REQUIRE(prompt.passphrase("Passphrase:"));
  CHECK(said.err_.find("maple") == std::string::npos);
}

TEST_CASE("a named descriptor gives the passphrase, standard input keeps its lines") {
  const Typed typed{"first\n"};
  const Typed secret{"maple orbit\n"};
  Said said;
  Prompt prompt{{typed.file(), secret.file()}, said};
  CHECK(is_same(prompt.passphrase("Passphrase:").value(), Passphrase::copy_of("maple orbit")));
  CHECK(prompt.line("?").value() == "first");
}

TEST_CASE("where input ends, or is no text, the answer is a refusal") {
  const Typed typed{"\x1b[2J\n"};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK(prompt.line("?").error().exit == Exit::usage);
  CHECK(prompt.line("?").error().code == "E_INPUT");
  CHECK(prompt.passphrase("?").error().code == "E_INPUT");
}

TEST_CASE("a line that never ends is refused at its limit") {
  const Typed typed{std::string(limits::typed_line_bytes_max + 1, 'x')};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK_FALSE(prompt.line("?"));
}

TEST_CASE("batch asks nothing") {
  const Typed typed{"answer\n"};
  Said said;
  Prompt prompt{{typed.file(), std::nullopt, true}, said};
  CHECK(prompt.line("?").error().code == "E_BATCH");
  CHECK(prompt.passphrase("?").error().code == "E_BATCH");
  CHECK(said.err_.empty());
}

TEST_CASE("many lines end with the input, the last one without its end too") {
  const Typed typed{"a\n\nb"};
  Said said;
  Prompt prompt{{typed.file()}, said};
  CHECK(prompt.next_line().value() == std::optional<std::string>{"a"});
  CHECK(prompt.next_line().value() == std::optional<std::string>{""});
  CHECK(prompt.next_line().value() == std::optional<std::string>{"b"});
  CHECK_FALSE(prompt.next_line().value().has_value());
}

}  // namespace tocsin::cli
