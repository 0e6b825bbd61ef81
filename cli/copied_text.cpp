#include "cli/copied_text.h"

#include <algorithm>

#include "cli/input.h"
#include "cli/qr.h"
#include "core/base/text.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {

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
  if (!errand.arguments.has("--file")) return errand.prompt.line(question);
  const auto bytes = read_file(errand.arguments.text("--file"));
  if (!bytes) return tl::unexpected{bytes.error()};
  std::string text = to_text(*bytes);
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  if (text.size() > limits::typed_line_bytes_max)
    return refuse(Exit::invalid, "E_SIZE", "longer than any card or grant");
  return text;
}

}  // namespace tocsin::cli
