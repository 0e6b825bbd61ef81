#include "cli/rule_toml.h"

#include <charconv>

namespace tocsin::cli {
namespace {

constexpr std::string_view operations[] = {
    "all", "any", "share", "count", "ratified", "strength", "vote", "drill"};

std::optional<std::uint32_t> whole(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

void read_fraction(TomlTable& from, RuleNode& node) {
  node.is_strict = from.has("more_than");
  const std::string text = from.text(node.is_strict ? "more_than" : "at_least");
  const std::size_t bar = text.find('/');
  const auto numerator = whole(std::string_view{text}.substr(0, bar));
  const auto denominator =
      bar == std::string::npos ? std::nullopt : whole(std::string_view{text}.substr(bar + 1));
  if (!numerator || !denominator) {
    from.mistakes().add(from.line(), "a fraction must be written \"2/3\"");
    return;
  }
  node.numerator = *numerator;
  node.denominator = *denominator;
}

void read_selector(TomlTable& from, std::string_view operation, RuleNode& node) {
  const std::string text = from.text(operation);
  const std::string_view rest = text;
  if (text == "full") {
    node.selector.kind = SelectorKind::full;
  } else if (text == "bearing") {
    node.selector.kind = SelectorKind::bearing;
  } else if (text == "called") {
    node.selector.kind = SelectorKind::called;
  } else if (rest.starts_with("kind:")) {
    node.selector = Selector{SelectorKind::kind, std::string{rest.substr(5)}};
  } else if (rest.starts_with("sector:")) {
    node.selector = Selector{SelectorKind::sector, std::string{rest.substr(7)}};
  } else {
    from.mistakes().add(from.line(),
                        "whom a rule counts is full, bearing, called, kind:K or sector:S");
  }
}

std::uint32_t span_of(TomlTable& from, std::string_view name) {
  if (!from.has(name)) from.mistakes().add(from.line(), "`" + std::string{name} + "` is missing");
  return static_cast<std::uint32_t>(from.duration_or(name, Seconds{0}).count());
}

void read_strength(TomlTable& from, RuleNode& node) {
  if (from.text("strength") != "targets")
    from.mistakes().add(from.line(), "strength is of \"targets\"");
  node.min_bp = from.number("min_bp");
  node.min_cells = from.number("min_cells");
  node.min_sectors = from.number("min_sectors");
  node.tests = from.number("tests");
  node.span_s = span_of(from, "tests_span");
}

RuleNode read_leaf(TomlTable& from, std::string_view operation) {
  RuleNode node;
  if (operation == "strength") {
    node.op = RuleOp::strength;
    read_strength(from, node);
    return node;
  }
  read_selector(from, operation, node);
  if (operation == "count") {
    node.op = RuleOp::count;
    node.min = from.number("min");
    node.min_kinds = from.number_or("min_kinds", 0);
  } else if (operation == "vote") {
    node.op = RuleOp::vote;
    node.turnout_bp = from.number("turnout_bp");
    node.yes_bp = from.number("yes_bp");
  } else {
    node.op = operation == "share"      ? RuleOp::share
              : operation == "ratified" ? RuleOp::ratified
                                        : RuleOp::drill;
    read_fraction(from, node);
    if (operation == "drill") node.span_s = span_of(from, "max_age");
  }
  return node;
}

// The one operation a node of a rule has.
std::string_view operation_of(TomlTable& from) {
  std::string_view found;
  for (const std::string_view operation : operations) {
    if (!from.has(operation)) continue;
    if (!found.empty())
      from.mistakes().add(from.line(), "one rule node cannot be two things: nest them in all");
    found = operation;
  }
  if (found.empty())
    from.mistakes().add(from.line(),
                        "a rule is one of all, any, share, count, ratified, strength, vote, drill");
  return found;
}

}  // namespace

// Prefix order by a stack; the tree is at most toml_depth_max deep.
Rule rule_from(const TomlNode& root, TomlMistakes& mistakes) {
  Rule rule;
  std::vector<const TomlNode*> rest{&root};
  while (!rest.empty() && !mistakes.first()) {
    const TomlNode* next = rest.back();
    rest.pop_back();
    TomlTable from{*next, mistakes};
    const std::string_view operation = operation_of(from);
    if (operation.empty()) break;
    if (operation == "all" || operation == "any") {
      RuleNode node;
      node.op = operation == "all" ? RuleOp::all : RuleOp::any;
      const std::vector<const TomlNode*> children = from.list(operation);
      node.children = static_cast<std::uint32_t>(children.size());
      rule.push_back(node);
      rest.insert(rest.end(), children.rbegin(), children.rend());
    } else {
      rule.push_back(read_leaf(from, operation));
    }
    from.finish();
  }
  return rule;
}

}  // namespace tocsin::cli
