// An answer of a hostile daemon or coalition, as it would come over the control socket, on the
// screen: no C0, C1 or bidi character, no line wider than 80 columns, no JSON beyond ASCII. First
// byte: which kinds the rows pretend to be; the rest: a control reply, or one text that stands
// everywhere.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/render.h"
#include "cli/render_json.h"
#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/wire/control_codec.h"

namespace tocsin::cli {
namespace {

void ensure_inert(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    ENSURE(check_text(line, line.size(), Newlines::refused));
    ENSURE(columns(line) <= 80);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void ensure_ascii(std::string_view line) {
  for (const char c : line) ENSURE((c >= 0x20 && c < 0x7f) || c == '\n');
}

void try_rows(const std::vector<Row>& rows) {
  ensure_inert(render(rows, Look{false, wall_from_ms(1'810'000'000'000)}));
  ensure_inert(render(rows, Look{true, wall_from_ms(0)}));
  for (const Row& row : rows) ensure_ascii(json_line(row));
}

std::vector<std::string> kinds() {
  std::vector<std::string> all;
  for (const Drawers* const drawers : {&setup_drawers(), &decision_drawers(), &readiness_drawers()})
    for (const auto& [kind, draw] : *drawers) all.push_back(kind);
  return all;
}

void try_answer(ByteView input) {
  if (input.empty()) return;
  static const std::vector<std::string> known = kinds();
  const std::string kind = known[input.front() % known.size()];
  const ByteView rest = input.subspan(1);
  if (const auto reply = wire::decode_control_reply(rest)) {
    try_rows(reply->answer.rows);
    ensure_inert(render_refusal(Refusal{
        reply->answer.exit, reply->answer.code, reply->answer.reason, reply->answer.remedy}));
  }
  const std::string text = to_text(rest);
  Row row{kind};
  for (const char* const name :
       {"text",   "handle", "author_handle", "slug", "org",  "name",  "state",
        "words",  "title",  "person",        "hint", "code", "node",  "cell",
        "sector", "region", "label",         "mode", "file", "reason"})
    row.set(name, text);
  try_rows({row, row});
}

}  // namespace
}  // namespace tocsin::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::cli::try_answer({data, size});
  return 0;
}
