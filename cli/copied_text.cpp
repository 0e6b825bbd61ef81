#include "cli/copied_text.h"

#include <algorithm>
#include <utility>

#include "cli/input.h"
#include "cli/qr.h"
#include "core/base/text.h"
#include "core/model/limits/cli.h"
#include "core/wire/invite_codec.h"

namespace tocsin::cli {
namespace {

void join_lines(std::string& text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == ' '; });
}

// Wrapped where it was shown, sent or pasted. What follows a whole text on a pipe, such as the
// passphrase, is left there.
Reply<std::string> typed_in_lines(Errand& errand, std::string_view question) {
  auto text = errand.prompt.line(question);
  bool is_told = false;
  while (text && wire::lacks_end(*text)) {
    if (errand.prompt.is_terminal() && !std::exchange(is_told, true))
      errand.output.err("It goes on below; an empty line ends it.\n");
    auto more = errand.prompt.next_line();
    if (!more) return tl::unexpected{more.error()};
    if (!more->has_value()) break;
    join_lines(**more);
    if ((*more)->empty()) break;
    if (!check_text(**more, limits::typed_line_bytes_max, Newlines::refused))
      return input_refused("the answer holds a character that no text has");
    *text += **more;
  }
  return text;
}

}  // namespace

void show_copied_text(Errand& errand, const Row& row, std::string_view explained) {
  if (errand.arguments.is_json) {
    show(errand, {row});
    return;
  }
  const std::string text = row.text("text").value_or("");
  errand.output.err(explained);
  errand.output.out(escape_for_terminal(text) + "\n");
  if (errand.arguments.has("--qr")) errand.output.out(qr_picture(text));
}

Reply<std::string> ask_copied_text(Errand& errand, std::string_view question) {
  if (!errand.arguments.has("--file")) return typed_in_lines(errand, question);
  const auto bytes = read_file(errand.arguments.text("--file"));
  if (!bytes) return tl::unexpected{bytes.error()};
  std::string text = to_text(*bytes);
  join_lines(text);
  if (text.size() > limits::typed_line_bytes_max)
    return refuse(Exit::invalid, "E_SIZE", "longer than any card or grant");
  return text;
}

}  // namespace tocsin::cli
