#include "cli/roff.h"

#include <string_view>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

using namespace std::string_view_literals;

TEST_CASE("a page says its name, section and what it is about") {
  Roff page{"tocsind", 8, "the daemon"};
  const std::string text = page.take();
  CHECK(text.starts_with(".TH TOCSIND 8 20"));
  CHECK(text.ends_with(".SH NAME\ntocsind \\- the daemon\n"));
}

TEST_CASE("no text becomes a macro, an escape or a dash that cannot be copied") {
  Roff page{"a", 1, "b"};
  page.take();
  page.paragraph(".so /etc/passwd\n'br");
  CHECK(page.take() == ".PP\n\\&.so /etc/passwd\n\\&'br\n"sv);
  page.item("--json", "a\\fBb");
  CHECK(page.take() == ".TP\n\\fB\\-\\-json\\fR\na\\efBb\n"sv);
  page.verbatim("a\n.b");
  CHECK(page.take() == ".PP\n.nf\na\n\\&.b\n.fi\n"sv);
}

}  // namespace tocsin::cli
