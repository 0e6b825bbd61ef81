#include "cli/render.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "cli/remedies.h"
#include "cli/render_file.h"
#include "cli/render_governance.h"
#include "cli/render_relay.h"
#include "cli/render_roster.h"
#include "cli/time_text.h"
#include "core/base/codes.h"
#include "core/base/match.h"
#include "core/base/text.h"

namespace tocsin::cli {
namespace {

constexpr std::size_t id_digits = 8;

// Ids have 16 or 32 bytes; anything else is shown whole, if that is short.
std::string shown_bytes(const Bytes& bytes) {
  const std::string hex = hex_encode(bytes);
  if (bytes.size() == 16 || bytes.size() == 32) return hex.substr(0, id_digits);
  return bytes.size() > 40 ? fmt::format("({} bytes)", bytes.size()) : hex;
}

// The first mode that is told: rows before it speak of the same thing.
std::string first_mode(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    if (auto mode = row.text("mode"); mode && !mode->empty()) return *std::move(mode);
  }
  return "";
}

std::string banner_of(std::string_view mode, const Look& look) {
  const bool is_drill = mode == "exercise" || mode == "rehearsal_exercise";
  const bool is_rehearsal =
      look.is_rehearsal || mode == "rehearsal" || mode == "rehearsal_exercise";
  if (is_drill && is_rehearsal) return "REHEARSAL EXERCISE";
  if (is_drill) return "EXERCISE";
  return is_rehearsal ? "REHEARSAL" : "";
}

// A row that no drawer knows: all that it says, in its own names.
void draw_plain(Lines& lines, const Row& row) {
  std::string text = row.kind();
  for (const auto& [name, value] : row.fields()) {
    if (name == "kind" || name == "mode") continue;
    std::string label = name;
    std::ranges::replace(label, '_', ' ');
    text += fmt::format("  {} {}", label, shown(value));
  }
  lines.line(text);
}

const Draw* drawer_of(std::string_view kind) {
  for (const Drawers* const drawers : {&setup_drawers(),
                                       &decision_drawers(),
                                       &readiness_drawers(),
                                       &roster_drawers(),
                                       &relay_drawers(),
                                       &exclusion_drawers(),
                                       &file_drawers()}) {
    const auto found = drawers->find(kind);
    if (found != drawers->end()) return &found->second;
  }
  return nullptr;
}

}  // namespace

std::string shown(const Value& value) {
  return std::visit(
      Match{[](bool is_true) { return std::string{is_true ? "yes" : "no"}; },
            [](std::int64_t integer) { return grouped(integer); },
            [](const std::string& text) { return text; },
            [](const Bytes& bytes) { return shown_bytes(bytes); },
            [](WallTime time) { return time_for_people(time); },
            [](const std::vector<Row>& rows) { return fmt::format("({})", rows.size()); },
            [](const std::vector<std::string>& texts) { return joined(texts, ", "); }},
      value);
}

std::string shown(const Row& row, std::string_view name) {
  const Value* const value = row.find(name);
  return value == nullptr ? "" : shown(*value);
}

std::int64_t number(const Row& row, std::string_view name) {
  return row.integer(name).value_or(0);
}

std::string grouped(std::int64_t value) {
  const std::string digits = fmt::format("{}", value);
  const std::size_t sign = value < 0 ? 1 : 0;
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > sign && (digits.size() - at) % 3 == 0) text.push_back(',');
    text.push_back(digits[at]);
  }
  return text;
}

std::string counted(std::int64_t value, std::string_view thing) {
  return fmt::format("{} {}{}", grouped(value), thing, value == 1 ? "" : "s");
}

std::string basis_points(std::int64_t bp) {
  return bp % 100 == 0 ? fmt::format("{}%", bp / 100)
                       : fmt::format("{}.{:02}%", bp / 100, bp % 100);
}

std::string numbered(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i)
    out += fmt::format("{}{} {}", i == 0 ? "" : ", ", i + 1, texts[i]);
  return out;
}

std::string codes_of(const Row& row) {
  const auto codes = row.texts("codes");
  return codes.empty() ? "" : "  " + joined(codes, " ");
}

std::string out_of(const Row& row, std::string_view have, std::string_view need) {
  return fmt::format("{}/{}", shown(row, have), shown(row, need));
}

void pair_if(Lines& lines, std::string_view label, const Row& row, std::string_view name) {
  if (const auto text = shown(row, name); !text.empty()) lines.pair(label, text);
}

std::string or_else(std::string text, std::string_view otherwise) {
  return text.empty() ? std::string{otherwise} : text;
}

std::string capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

std::vector<Row> by_name(const std::vector<Row>& rows, std::size_t first, std::size_t count) {
  std::vector<Row> run{rows.begin() + static_cast<std::ptrdiff_t>(first),
                       rows.begin() + static_cast<std::ptrdiff_t>(first + count)};
  const auto name = [](const Row& row) {
    return std::tuple{or_else(shown(row, "slug"), shown(row, "org_slug")),
                      shown(row, "cell"),
                      shown(row, "person")};
  };
  std::ranges::stable_sort(run, {}, name);
  return run;
}

std::size_t run_of(const std::vector<Row>& rows, std::size_t first, std::string_view kind) {
  std::size_t count = 0;
  while (first + count < rows.size() && rows[first + count].kind() == kind) ++count;
  return count;
}

std::string render(const std::vector<Row>& rows, const Look& look) {
  std::string mode = first_mode(rows);
  Lines lines{"", look.now};
  for (std::size_t at = 0; at < rows.size();) {
    // A list may hold a drill beside what is meant in earnest; each says on its own lines what it
    // is, and rows without a mode belong to the row before.
    mode = rows[at].text("mode").value_or(mode);
    lines.set_banner(banner_of(mode, look));
    const Draw* const draw = drawer_of(rows[at].kind());
    if (draw != nullptr) {
      at += std::max<std::size_t>(1, (*draw)(lines, rows, at));
    } else {
      draw_plain(lines, rows[at]);
      ++at;
    }
  }
  return lines.take();
}

std::string render_refusal(const Refusal& refusal) {
  Lines lines;
  lines.line(fmt::format("{} {}", refusal.code, refusal.reason));
  lines.line(fmt::format("-> {}", remedy_of(refusal)), 3);
  return lines.take();
}

std::size_t draw_columns(Lines& lines,
                         const std::vector<Row>& rows,
                         std::size_t at,
                         std::initializer_list<TableColumn> columns) {
  const std::size_t count = run_of(rows, at, rows[at].kind());
  std::vector<std::vector<std::string>> table(1 + count);
  for (const TableColumn& column : columns) {
    table.front().emplace_back(column.head);
    for (std::size_t i = 0; i < count; ++i)
      table[1 + i].push_back(shown(rows[at + i], column.field));
  }
  lines.table(table);
  return count;
}

}  // namespace tocsin::cli
