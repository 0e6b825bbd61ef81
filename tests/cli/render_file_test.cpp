#include "cli/render_file.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Row shared(const std::string& state) {
  Row row{"file"};
  row.set("cursor", 12).set("author_handle", "ana").set("org_slug", "plumbers");
  row.set("at", Value{wall_from_ms(1'810'000'000'000)});
  row.set("file_name", "minutes.pdf").set("size", 3'145'745);
  return row.set("chunks", 53).set("have", 12).set("state", state);
}

bool says(const Row& row, const std::string& words) {
  return render({row}, Look{}).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a file's message tells who, what and how much of it has come") {
  CHECK(render({shared("coming")}, Look{}).starts_with("12  ana of plumbers  "));
  CHECK(
      says(shared("coming"), "\n    file of 3.1 MB: minutes.pdf\n    12 of 53 parts have come\n"));
  CHECK(says(shared("complete"), "\n    complete -> tocsin read CHANNEL --save 12 -o PATH\n"));
  CHECK(says(shared("broken"), "\n    BROKEN: its parts do not make the file"));
  CHECK(says(shared("gone"), "\n    not kept any more\n"));
  CHECK(says(shared("gone").set("has_left", true), "(NOT IN THIS CHANNEL ANY MORE)"));
}

TEST_CASE("sizes are said as file managers say them") {
  const auto of = [](std::int64_t size) { return shared("coming").set("size", size); };
  CHECK(says(of(1), "file of 1 byte:"));
  CHECK(says(of(999), "file of 999 bytes:"));
  CHECK(says(of(1'499), "file of 1 kB:"));
  CHECK(says(of(26'214'400), "file of 26.2 MB:"));
}

TEST_CASE("a file's name lets no raw byte through and begins no line") {
  const std::string text =
      render({shared("coming").set("file_name", "a\x1b[2J\nYOU MAY GO HOME")}, Look{});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\nYOU") == std::string::npos);
}

TEST_CASE("who sent hears how many parts went before, and where they are") {
  Row sent{"file_sent"};
  sent.set("channel", Value{Bytes(32, 0xab)}).set("file_name", "minutes.pdf");
  sent.set("size", 3'145'745).set("chunks", 53).set("sent_now", 53);
  CHECK(says(sent, "Sent to abababab: minutes.pdf (3.1 MB, 53 parts).\n"));
  CHECK(says(Row{sent}.set("sent_now", 50), "(3.1 MB, 53 parts, 3 of them before).\n"));
  CHECK(says(Row{sent}.set("receipts", 3).set("relays", 1),
             "Each part is on 3 others, 1 of them relays.\n"));
  CHECK(says(Row{sent}.set("name", "tours").set("absent", 2), "2 devices cannot read it"));
  CHECK(says(Row{"file_saved"}.set("saved_as", "a.pdf").set("size", 812),
             "Saved as a.pdf: 812 bytes."));
}

}  // namespace tocsin::cli
