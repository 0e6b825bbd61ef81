#include "cli/toml_tree.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "cli/time_text.h"
#include "core/base/text.h"

namespace tocsin::cli {
namespace {

std::string in_quotes(std::string_view name) {
  return "`" + escape_for_terminal(name) + "`";
}

const char* word_of(TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::text:
      return "a text";
    case TomlNode::Kind::number:
      return "a whole number";
    case TomlNode::Kind::truth:
      return "true or false";
    case TomlNode::Kind::moment:
      return "a time with its zone, like 2027-05-14T05:00:00-04:00";
    case TomlNode::Kind::date:
      return "a date, like 2027-05-14";
    case TomlNode::Kind::list:
      return "a list";
    case TomlNode::Kind::table:
      return "a table";
  }
  return "";
}

std::string at_line(std::uint32_t line, const std::string& why) {
  return line == 0 ? why : "line " + std::to_string(line) + ": " + why;
}

}  // namespace

tl::unexpected<Refusal> refuse_toml(std::uint32_t line, const std::string& why) {
  return refuse(
      Exit::usage,
      "E_TOML",
      at_line(line, why),
      "mend the file; how it is written says tocsin man tocsin-drafts (or tocsin-charter)");
}

void TomlMistakes::add(std::uint32_t line, const std::string& why) {
  if (!first_) first_ = refuse_toml(line, why).value();
}

void TomlMistakes::add(std::uint32_t line, const Refusal& refusal) {
  if (first_) return;
  first_ = refusal;
  first_->reason = at_line(line, refusal.reason);
}

TomlTable::TomlTable(const TomlNode& node, TomlMistakes& mistakes, std::string place)
    : node_{node}, mistakes_{mistakes}, place_{std::move(place)}, taken_(node.names.size(), false) {
  if (node.kind != TomlNode::Kind::table)
    mistakes_.add(node.line,
                  place_.empty() ? "a table is expected here"
                                 : in_quotes(place_) + " must hold a table here");
}

std::string TomlTable::here() const {
  return place_.empty() ? "here" : "in " + in_quotes(place_);
}

std::uint32_t TomlTable::line_of(std::string_view name) const {
  const auto found = std::ranges::find(node_.names, name);
  if (found == node_.names.end()) return node_.line;
  return node_.children[static_cast<std::size_t>(found - node_.names.begin())].line;
}

bool TomlTable::has(std::string_view name) const {
  return std::ranges::find(node_.names, name) != node_.names.end();
}

const TomlNode* TomlTable::take(std::string_view name) {
  const auto found = std::ranges::find(node_.names, name);
  if (found == node_.names.end()) return nullptr;
  const auto at = static_cast<std::size_t>(found - node_.names.begin());
  taken_[at] = true;
  return &node_.children[at];
}

const TomlNode* TomlTable::need(std::string_view name) {
  const TomlNode* found = take(name);
  if (found == nullptr)
    mistakes_.add(node_.line,
                  in_quotes(name) + " is missing" + (place_.empty() ? "" : " " + here()));
  return found;
}

const TomlNode* TomlTable::of_kind(const TomlNode* node,
                                   std::string_view name,
                                   TomlNode::Kind kind) {
  if (node == nullptr || node->kind == kind) return node;
  mistakes_.add(node->line, in_quotes(name) + " must be " + word_of(kind));
  return nullptr;
}

std::string TomlTable::text(std::string_view name) {
  const TomlNode* node = of_kind(need(name), name, TomlNode::Kind::text);
  return node == nullptr ? "" : node->text;
}

std::string TomlTable::text_or(std::string_view name, std::string otherwise) {
  return has(name) ? text(name) : std::move(otherwise);
}

std::uint32_t TomlTable::number(std::string_view name) {
  const TomlNode* node = of_kind(need(name), name, TomlNode::Kind::number);
  if (node == nullptr) return 0;
  if (node->number < 0 || node->number > std::numeric_limits<std::uint32_t>::max()) {
    mistakes_.add(node->line, in_quotes(name) + " is out of range");
    return 0;
  }
  return static_cast<std::uint32_t>(node->number);
}

std::uint32_t TomlTable::number_or(std::string_view name, std::uint32_t otherwise) {
  return has(name) ? number(name) : otherwise;
}

bool TomlTable::truth_or(std::string_view name, bool otherwise) {
  if (!has(name)) return otherwise;
  const TomlNode* node = of_kind(take(name), name, TomlNode::Kind::truth);
  return node == nullptr ? otherwise : node->truth;
}

WallTime TomlTable::moment(std::string_view name) {
  const TomlNode* node = of_kind(need(name), name, TomlNode::Kind::moment);
  return node == nullptr ? WallTime{} : wall_from_ms(node->number);
}

std::uint32_t TomlTable::day(std::string_view name) {
  const TomlNode* node = of_kind(need(name), name, TomlNode::Kind::date);
  return node == nullptr ? 0 : day_of(wall_from_ms(node->number));
}

Seconds TomlTable::duration_or(std::string_view name, Seconds otherwise) {
  if (!has(name)) return otherwise;
  const TomlNode* node = of_kind(take(name), name, TomlNode::Kind::text);
  if (node == nullptr) return otherwise;
  const auto duration = parse_span(node->text);
  if (!duration) mistakes_.add(node->line, in_quotes(name) + " must be a duration, like \"72h\"");
  return duration ? *duration : otherwise;
}

std::vector<const TomlNode*> TomlTable::list(std::string_view name) {
  std::vector<const TomlNode*> out;
  const TomlNode* node = of_kind(take(name), name, TomlNode::Kind::list);
  if (node == nullptr) return out;
  for (const TomlNode& child : node->children) out.push_back(&child);
  return out;
}

std::vector<const TomlNode*> TomlTable::text_nodes(std::string_view name) {
  std::vector<const TomlNode*> out = list(name);
  for (const TomlNode* node : out)
    if (node->kind != TomlNode::Kind::text)
      mistakes_.add(node->line, "each of " + in_quotes(name) + " must be a text");
  std::erase_if(out, [](const TomlNode* node) { return node->kind != TomlNode::Kind::text; });
  return out;
}

std::vector<std::string> TomlTable::texts(std::string_view name) {
  std::vector<std::string> out;
  for (const TomlNode* node : text_nodes(name)) out.push_back(node->text);
  return out;
}

Cell TomlTable::cell(std::string_view name) {
  const TomlNode* node = of_kind(need(name), name, TomlNode::Kind::text);
  if (node == nullptr) return {};
  const auto cell = cell_from(node->text);
  if (!cell)
    mistakes_.add(node->line, in_quotes(name) + " must be \"sector/region\" or with /code");
  return cell.value_or(Cell{});
}

void TomlTable::finish() {
  for (std::size_t i = 0; i < taken_.size(); ++i)
    if (!taken_[i])
      mistakes_.add(node_.children[i].line, in_quotes(node_.names[i]) + " is not known " + here());
}

std::optional<Cell> cell_from(std::string_view text) {
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('/', first + 1);
  const std::string_view region = text.substr(first + 1, second - first - 1);
  Cell cell{std::string{text.substr(0, first)}, std::string{region}, ""};
  if (second != std::string_view::npos) {
    cell.code = text.substr(second + 1);
    if (cell.code.empty() || cell.code.find('/') != std::string::npos) return std::nullopt;
  }
  if (cell.sector.empty() || cell.region.empty()) return std::nullopt;
  return cell;
}

}  // namespace tocsin::cli
